using ILGPU.Frontend;
using ILGPU.Runtime.Launch;

namespace ILGPU.Runtime;

#pragma warning disable CS8500 // Arguments stay on the caller's stack for the length of a launch, so their addresses do too.

/// <summary>Compiles methods for an accelerator and gives delegates that launch them.</summary>
public static partial class KernelLoaders
{
    /// <summary>Compiles an explicitly grouped kernel.</summary>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1>(accelerator.Load(KernelMethod.Grouped(action), KernelSpecialization.Empty), 0).Launch;
    }

    /// <summary>Compiles an explicitly grouped kernel. It runs in the default stream.</summary>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1>(accelerator.Load(KernelMethod.Grouped(action), KernelSpecialization.Empty), 0).LaunchDefault;
    }

    /// <summary>Compiles an explicitly grouped kernel.</summary>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(
        this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1>(accelerator.Load(KernelMethod.Grouped(action), specialization), 0).Launch;
    }

    /// <summary>Compiles an explicitly grouped kernel. It runs in the default stream.</summary>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(
        this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization)
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1>(accelerator.Load(KernelMethod.Grouped(action), specialization), 0).LaunchDefault;
    }

    /// <summary>Compiles a kernel of one thread an index, in groups of a given size.</summary>
    public static Action<AcceleratorStream, TIndex, T1> LoadImplicitlyGroupedKernel<TIndex, T1>(
        this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty),
            LaunchGroup.Check(accelerator, customGroupSize)).Launch;
    }

    /// <summary>Compiles a kernel of one thread an index, in groups of a given size. It runs in the default stream.</summary>
    public static Action<TIndex, T1> LoadImplicitlyGroupedStreamKernel<TIndex, T1>(
        this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty),
            LaunchGroup.Check(accelerator, customGroupSize)).LaunchDefault;
    }

    /// <summary>Compiles a kernel of one thread an index.</summary>
    public static Action<AcceleratorStream, TIndex, T1> LoadAutoGroupedKernel<TIndex, T1>(
        this Accelerator accelerator, Action<TIndex, T1> action)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1>(accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty), 0).Launch;
    }

    /// <summary>Compiles a kernel of one thread an index. It runs in the default stream.</summary>
    public static Action<TIndex, T1> LoadAutoGroupedStreamKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1>(accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty), 0).LaunchDefault;
    }
}

internal sealed class GroupedLauncher<T1>(Kernel kernel, int groupSize) : Launcher(kernel, groupSize)
    where T1 : struct
{
    public unsafe void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1)
    {
        var arguments = stackalloc void*[] { &arg1 };
        LaunchGrouped(stream, config, arguments);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1) => Launch(DefaultStream, config, arg1);
}

internal sealed class IndexedLauncher<TIndex, T1>(Kernel kernel, int groupSize) : Launcher(kernel, groupSize)
    where TIndex : struct, IIndex
    where T1 : struct
{
    public unsafe void Launch(AcceleratorStream stream, TIndex extent, T1 arg1)
    {
        var arguments = stackalloc void*[] { &arg1 };
        LaunchIndexed(stream, extent, arguments);
    }

    public void LaunchDefault(TIndex extent, T1 arg1) => Launch(DefaultStream, extent, arg1);
}
