using GpuAc.Kernels.Plans;

namespace GpuAc.Training.Algorithms;

/// <summary>What a run is made with in addition to the algorithm's settings; only the seed changes what is learnt.</summary>
public sealed record TrainerOptions : EngineOptions
{
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }
}
