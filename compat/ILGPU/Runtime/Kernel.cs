using ILGPU.Frontend;

namespace ILGPU.Runtime;

/// <summary>A kernel that is loaded on an accelerator.</summary>
public abstract class Kernel : AcceleratorObject
{
    private protected Kernel(Accelerator accelerator, KernelMethod method, KernelSpecialization specialization)
        : base(accelerator)
    {
        Method = method;
        Specialization = specialization;
    }

    /// <summary>Launch bounds that it was compiled with.</summary>
    public KernelSpecialization Specialization { get; }

    /// <summary>The C# method.</summary>
    internal KernelMethod Method { get; }

    /// <summary>The C source that it was compiled from, or null on the CPU.</summary>
    internal virtual string? Source => null;

    /// <summary>Registers of a thread in what was last compiled, or null where the driver does not say.</summary>
    internal virtual int? Registers => null;

    /// <summary>Launches an explicitly grouped kernel.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="config">Grid and group.</param>
    /// <param name="arguments">Addresses of the arguments, which stay valid during the call only.</param>
    internal abstract unsafe void Launch(AcceleratorStream stream, in KernelConfig config, void** arguments);

    /// <summary>Launches an implicitly grouped kernel.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="extent">Number of threads in each dimension; 0 launches nothing.</param>
    /// <param name="groupSize">Threads of a group, or 0 to let the accelerator choose.</param>
    /// <param name="arguments">Addresses of the arguments after the index, which stay valid during the call only.</param>
    internal abstract unsafe void LaunchImplicit(AcceleratorStream stream, Index3D extent, int groupSize, void** arguments);

    private protected void CheckConfig(in KernelConfig config)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var (grid, group) = config;
        if (!config.IsValid)
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with grid {grid} and group {group}: every dimension must be at least 1.");
        var limit = Accelerator.MaxGroupSize;
        if (group.LongSize > Accelerator.MaxNumThreadsPerGroup || group.X > limit.X || group.Y > limit.Y || group.Z > limit.Z)
        {
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with groups of {group} threads: "
                + $"{Accelerator.Name} allows {Accelerator.MaxNumThreadsPerGroup} in all and {limit} by dimension.");
        }

        var gridLimit = Accelerator.MaxGridSize;
        if (grid.X > gridLimit.X || grid.Y > gridLimit.Y || grid.Z > gridLimit.Z)
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with a grid of {grid} groups: "
                + $"{Accelerator.Name} allows {gridLimit} by dimension.");
        if (config.SharedMemoryConfig.ArraySize > Accelerator.MaxSharedMemoryPerGroup)
        {
            throw new ArgumentException(
                $"Kernel {Method.Name} cannot be launched with {config.SharedMemoryConfig.ArraySize} bytes of dynamic shared memory: "
                + $"{Accelerator.Name} allows {Accelerator.MaxSharedMemoryPerGroup} in a group.");
        }

        if (Specialization.MaxNumThreadsPerGroup is int bound && group.LongSize > bound)
            throw new ArgumentException(
                $"Kernel {Method.Name} was loaded for groups of at most {bound} threads, but is launched with {group.LongSize}.");
    }
}
