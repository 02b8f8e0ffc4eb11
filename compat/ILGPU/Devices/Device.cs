namespace ILGPU.Runtime;

/// <summary>Something that kernels can run on.</summary>
public abstract class Device
{
    /// <summary>Its kind.</summary>
    public abstract AcceleratorType AcceleratorType { get; }

    /// <summary>Its name.</summary>
    public string Name { get; protected init; } = string.Empty;

    /// <summary>Bytes of memory.</summary>
    public long MemorySize { get; protected init; }

    /// <summary>Most groups in each dimension of a grid.</summary>
    public Index3D MaxGridSize { get; protected init; }

    /// <summary>Most threads in each dimension of a group.</summary>
    public Index3D MaxGroupSize { get; protected init; }

    /// <summary>Most threads in a group.</summary>
    public int MaxNumThreadsPerGroup { get; protected init; }

    /// <summary>Most bytes of shared memory in a group.</summary>
    public int MaxSharedMemoryPerGroup { get; protected init; }

    /// <summary>Bytes of constant memory.</summary>
    public int MaxConstantMemory { get; protected init; }

    /// <summary>Threads of a warp.</summary>
    public int WarpSize { get; protected init; }

    /// <summary>Number of multiprocessors.</summary>
    public int NumMultiprocessors { get; protected init; }

    /// <summary>Most threads that a multiprocessor holds at once.</summary>
    public int MaxNumThreadsPerMultiprocessor { get; protected init; }

    /// <summary>Most threads that the device holds at once.</summary>
    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    /// <summary>The version of its interface, such as compute capability 9.0 or OpenCL 1.2.</summary>
    internal abstract string Version { get; }

    /// <summary>Starts using the device.</summary>
    public abstract Accelerator CreateAccelerator(Context context);

    /// <summary>Writes what is known of the device.</summary>
    public void PrintInformation(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"Device: {Name} ({AcceleratorType}, {Version})");
        writer.WriteLine(
            $"  Memory: {MemorySize} bytes; shared memory per group: {MaxSharedMemoryPerGroup} bytes; constant memory: "
            + $"{MaxConstantMemory} bytes");
        writer.WriteLine(
            $"  Largest group: {MaxNumThreadsPerGroup} threads, {MaxGroupSize}; largest grid: {MaxGridSize}; warp: {WarpSize} threads");
        writer.WriteLine($"  Multiprocessors: {NumMultiprocessors}, {MaxNumThreadsPerMultiprocessor} threads each");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{AcceleratorType}]";
}
