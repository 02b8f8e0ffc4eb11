using ILGPU.Frontend;
using ILGPU.Runtime.Launch;

namespace ILGPU.Runtime;

#pragma warning disable CS8500 // Arguments stay on the caller's stack for the length of a launch, so their addresses do too.

public static partial class KernelLoaders
{
    /// <summary>Compiles an explicitly grouped kernel.</summary>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1, T2, T3, T4>(accelerator.Load(KernelMethod.Grouped(action), KernelSpecialization.Empty), 0).Launch;
    }

    /// <summary>Compiles an explicitly grouped kernel. It runs in the default stream.</summary>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1, T2, T3, T4>(
            accelerator.Load(KernelMethod.Grouped(action), KernelSpecialization.Empty), 0).LaunchDefault;
    }

    /// <summary>Compiles an explicitly grouped kernel.</summary>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1, T2, T3, T4>(accelerator.Load(KernelMethod.Grouped(action), specialization), 0).Launch;
    }

    /// <summary>Compiles an explicitly grouped kernel. It runs in the default stream.</summary>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new GroupedLauncher<T1, T2, T3, T4>(accelerator.Load(KernelMethod.Grouped(action), specialization), 0).LaunchDefault;
    }

    /// <summary>Compiles a kernel of one thread an index, in groups of a given size.</summary>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4>(
        this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1, T2, T3, T4>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty),
            LaunchGroup.Check(accelerator, customGroupSize)).Launch;
    }

    /// <summary>Compiles a kernel of one thread an index, in groups of a given size. It runs in the default stream.</summary>
    public static Action<TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4>(
        this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1, T2, T3, T4>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty),
            LaunchGroup.Check(accelerator, customGroupSize)).LaunchDefault;
    }

    /// <summary>Compiles a kernel of one thread an index.</summary>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4>(
        this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1, T2, T3, T4>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty), 0).Launch;
    }

    /// <summary>Compiles a kernel of one thread an index. It runs in the default stream.</summary>
    public static Action<TIndex, T1, T2, T3, T4> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4>(
        this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action)
        where TIndex : struct, IIndex
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return new IndexedLauncher<TIndex, T1, T2, T3, T4>(
            accelerator.Load(KernelMethod.Indexed(action), KernelSpecialization.Empty), 0).LaunchDefault;
    }
}

internal sealed class GroupedLauncher<T1, T2, T3, T4>(Kernel kernel, int groupSize) : Launcher(kernel, groupSize)
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
{
    public unsafe void Launch(AcceleratorStream stream, KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        var arguments = stackalloc void*[] { &arg1, &arg2, &arg3, &arg4 };
        LaunchGrouped(stream, config, arguments);
    }

    public void LaunchDefault(KernelConfig config, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        Launch(DefaultStream, config, arg1, arg2, arg3, arg4);
}

internal sealed class IndexedLauncher<TIndex, T1, T2, T3, T4>(Kernel kernel, int groupSize) : Launcher(kernel, groupSize)
    where TIndex : struct, IIndex
    where T1 : struct
    where T2 : struct
    where T3 : struct
    where T4 : struct
{
    public unsafe void Launch(AcceleratorStream stream, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        var arguments = stackalloc void*[] { &arg1, &arg2, &arg3, &arg4 };
        LaunchIndexed(stream, extent, arguments);
    }

    public void LaunchDefault(TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => Launch(DefaultStream, extent, arg1, arg2, arg3, arg4);
}
