using GpuAc.Kernels.Accelerators;

namespace GpuAc.Training;

/// <summary>What a run is made with beside the algorithm's settings; it does not change what is learnt, but for the seed.</summary>
public sealed record TrainerOptions
{
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>What training runs on. Results agree between devices within rounding.</summary>
    public DeviceKind Device { get; init; }

    /// <summary>Worker threads, at least 1, or null for one a core. Results do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Lanes of a register, 1, 4, 8 or 16, or null for the machine's widest. Results agree between widths within rounding.
    /// </summary>
    public int? LaneWidth { get; init; }

    /// <summary>Every fault found; empty when valid.</summary>
    public IReadOnlyList<string> Validate() =>
        Threads is < 1 or > 1024 ? [$"'threads' must be between 1 and 1024, but is {Threads}."] : [];
}
