namespace GpuAc.Kernels.Tests.Support;

/// <summary>Tests that measure what the whole process does (memory, allocations), and so run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide measurements";
}
