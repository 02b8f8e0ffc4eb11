using System.Collections.Immutable;

namespace ILGPU.Runtime.CPU;

/// <summary>The shapes of device that the CPU can simulate.</summary>
public enum CPUDeviceKind
{
    /// <summary>Groups of at most 16 threads, warps of 4.</summary>
    Default,

    /// <summary>Groups of at most 1024 threads, warps of 32.</summary>
    Nvidia,

    /// <summary>Groups of at most 256 threads, warps of 32.</summary>
    AMD,

    /// <summary>Groups of at most 256 threads, warps of 64.</summary>
    LegacyAMD,

    /// <summary>Groups of at most 128 threads, warps of 16.</summary>
    Intel,
}

/// <summary>How the CPU runs groups.</summary>
public enum CPUAcceleratorMode
{
    /// <summary>Over all cores.</summary>
    Auto,

    /// <summary>One group after the other.</summary>
    Sequential,

    /// <summary>Over all cores.</summary>
    Parallel,
}

/// <summary>The CPU, running the kernel's method itself. For debugging and tests.</summary>
public sealed class CPUDevice : Device
{
    /// <summary>Groups of at most 16 threads, warps of 4.</summary>
    public static readonly CPUDevice Default = new(4, 4, 1);

    /// <summary>Groups of at most 1024 threads, warps of 32.</summary>
    public static readonly CPUDevice Nvidia = new(32, 32, 1);

    /// <summary>Groups of at most 256 threads, warps of 32.</summary>
    public static readonly CPUDevice AMD = new(32, 8, 1);

    /// <summary>Groups of at most 256 threads, warps of 64.</summary>
    public static readonly CPUDevice LegacyAMD = new(64, 4, 1);

    /// <summary>Groups of at most 128 threads, warps of 16.</summary>
    public static readonly CPUDevice Intel = new(16, 8, 1);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<CPUDevice> All = [Default, Nvidia, AMD, LegacyAMD, Intel];

    /// <summary>Makes a device to simulate.</summary>
    /// <param name="numThreadsPerWarp">Threads of a warp, at least 2.</param>
    /// <param name="numWarpsPerMultiprocessor">Warps of the largest group, at least 1.</param>
    /// <param name="numMultiprocessors">Multiprocessors that the device says it has, at least 1.</param>
    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThreadsPerWarp, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        Name = "CPUAccelerator";
        WarpSize = numThreadsPerWarp;
        MaxNumThreadsPerGroup = numThreadsPerWarp * numWarpsPerMultiprocessor;
        MaxNumThreadsPerMultiprocessor = MaxNumThreadsPerGroup;
        NumMultiprocessors = numMultiprocessors;
        MaxGroupSize = new(MaxNumThreadsPerGroup, MaxNumThreadsPerGroup, MaxNumThreadsPerGroup);
        MaxGridSize = new(int.MaxValue, ushort.MaxValue, ushort.MaxValue);
        MemorySize = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        MaxSharedMemoryPerGroup = int.MaxValue;
        MaxConstantMemory = int.MaxValue;
    }

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.CPU;

    /// <summary>Threads that the device says it holds.</summary>
    public int NumThreads => MaxNumThreads;

    internal override string Version => ".NET " + Environment.Version;

    /// <summary>A device of a shape.</summary>
    public static CPUDevice GetDevice(CPUDeviceKind kind) => All[(int)kind];

    /// <inheritdoc/>
    public override Accelerator CreateAccelerator(Context context) => CreateCPUAccelerator(context);

    /// <summary>Starts using the device.</summary>
    public CPUAccelerator CreateCPUAccelerator(Context context) => CreateCPUAccelerator(context, CPUAcceleratorMode.Auto);

    /// <summary>Starts using the device.</summary>
    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context, this, mode);
    }
}
