using GpuAc.Kernels.Plans;

namespace GpuAc.Training.Algorithms;

/// <summary>What a run is made with beside the algorithm's settings; it does not change what is learnt, but for the seed.</summary>
public sealed record TrainerOptions : EngineOptions
{
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }
}
