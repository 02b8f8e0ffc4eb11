namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>What a thread of the rollout kernel carries from time step to time step in addition to its environment.</summary>
internal struct RolloutState
{
    /// <summary>1 while its steps count: in rollouts of whole episodes, until its episode has ended.</summary>
    public float IsLive;

    /// <summary>The discounted return that reward scaling tracks.</summary>
    public float Discounted;

    /// <summary>Sums; see <see cref="RolloutSums"/>.</summary>
    public float Episodes, Returns, Lengths, DiscountedSum, DiscountedSquares, Steps;

    /// <summary>Final observations kept so far.</summary>
    public int Finals;

    /// <summary>Time steps that count.</summary>
    public int Length;
}
