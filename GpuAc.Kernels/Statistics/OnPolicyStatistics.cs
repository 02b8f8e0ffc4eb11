namespace GpuAc.Kernels.Statistics;

/// <summary>What the phases of one iteration reported.</summary>
/// <param name="Episodes">Episodes that ended in the rollout.</param>
/// <param name="Advantages">Moments of the advantages and returns.</param>
/// <param name="Learning">Losses of the last epoch, and gradients.</param>
public readonly record struct OnPolicyStatistics(RolloutStatistics Episodes, AdvantageStatistics Advantages, LearnStatistics Learning);
