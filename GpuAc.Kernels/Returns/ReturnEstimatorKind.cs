namespace GpuAc.Kernels.Returns;

/// <summary>The return estimators.</summary>
public enum ReturnEstimatorKind
{
    /// <summary>Generalised advantage estimation. Schulman et al., arXiv:1506.02438.</summary>
    Gae = 0,

    /// <summary>n-step returns. Sutton and Barto, "Reinforcement Learning", equation 7.1.</summary>
    NStep = 1,

    /// <summary>Discounted sum of all rewards to the episode's or the rollout's end.</summary>
    MonteCarlo = 2,

    /// <summary>
    /// Discounted sum of all rewards to the episode's end and nothing else, however it ended; for rollouts of whole episodes.
    /// </summary>
    Episode = 3,
}
