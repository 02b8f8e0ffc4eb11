using GpuAc.Kernels.Plans;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Algorithms;

/// <summary>What a run is made with in addition to the algorithm's settings; only the seed and the first weights change what is
/// learnt.</summary>
public sealed record TrainerOptions : EngineOptions
{
    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// A policy whose weights training starts from, or null for weights drawn from the seed. Its networks must be those that the settings
    /// make, without normalisation; critics that it does not have are drawn.
    /// </summary>
    public PolicySnapshot? InitialPolicy { get; init; }
}
