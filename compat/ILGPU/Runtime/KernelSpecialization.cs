namespace ILGPU.Runtime;

/// <summary>Launch bounds: what the device compiler may assume of every launch of a kernel.</summary>
public readonly struct KernelSpecialization
{
    /// <summary>No bounds.</summary>
    public static readonly KernelSpecialization Empty;

    /// <summary>Sets bounds.</summary>
    /// <param name="maxNumThreadsPerGroup">Most threads of a group, or null.</param>
    /// <param name="minNumGroupsPerMultiprocessor">Groups that a multiprocessor should hold at once, or null.</param>
    public KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
    {
        if (maxNumThreadsPerGroup is int threads)
            ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (minNumGroupsPerMultiprocessor is int groups)
            ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        MaxNumThreadsPerGroup = maxNumThreadsPerGroup;
        MinNumGroupsPerMultiprocessor = minNumGroupsPerMultiprocessor;
    }

    /// <summary>Most threads of a group, or null.</summary>
    public int? MaxNumThreadsPerGroup { get; }

    /// <summary>Groups that a multiprocessor should hold at once, or null.</summary>
    public int? MinNumGroupsPerMultiprocessor { get; }

    /// <summary>True when the accelerator allows groups that large.</summary>
    public bool IsCompatibleWith(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return MaxNumThreadsPerGroup is not int threads || threads <= accelerator.MaxNumThreadsPerGroup;
    }
}
