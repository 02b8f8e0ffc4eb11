using GpuAc.Kernels.Updates;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Environments;

/// <summary>
/// What a time step of environments reads and writes in addition to their state: one register of a block on a CPU, a thread's own
/// environment on an accelerator.
/// </summary>
internal interface ICollectionRows<F> : IPolicyRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Index of the first lane's environment, for randomness.</summary>
    uint Environment { get; }

    /// <summary>Mask of the environments whose step counts.</summary>
    F InUse { get; }

    /// <summary>Components of an observation.</summary>
    int Observations { get; }

    /// <summary>Whether a time limit counts as a terminal state.</summary>
    bool TimeLimitsTerminate { get; }

    /// <summary>Lowest value of an action dimension; any for discrete actions.</summary>
    F Low(int dimension);

    /// <summary>Highest value of an action dimension; any for discrete actions.</summary>
    F High(int dimension);

    /// <summary>Keeps an action, in the policy's own space.</summary>
    void KeepAction(ref Components<F> action);

    /// <summary>Keeps what the step led to.</summary>
    /// <param name="reward">Reward.</param>
    /// <param name="terminated">Mask of the episodes that reached a terminal state.</param>
    /// <param name="truncated">Mask of the others that are at their time limit.</param>
    /// <param name="next">Observation of the true successor, before any reset.</param>
    void Keep(F reward, F terminated, F truncated, ref Components<F> next);

    /// <summary>Counts episodes that ended; called where there are any.</summary>
    /// <param name="ended">Mask of the episodes that ended.</param>
    /// <param name="counted">Mask of those whose return is known and counts.</param>
    /// <param name="episodeReturn">Their returns.</param>
    /// <param name="length">Their lengths.</param>
    void End(F ended, F counted, F episodeReturn, F length);

    /// <summary>Reports that a reward or an observation in use is not finite.</summary>
    void Fail(F reward, ref Components<F> next);
}

/// <summary>The same, where the policy's own draws are learnt from.</summary>
internal interface IRolloutRows<F> : ICollectionRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Action dimensions that have bounds: none of discrete actions.</summary>
    int Bounds { get; }

    /// <summary>Keeps ln π of the action.</summary>
    void KeepLogProb(F logProb);
}

/// <summary>The same, where noise may be added to what the policy does.</summary>
internal interface IExplorationRows<F> : ICollectionRows<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>What noise carries from step to step for a component of the action.</summary>
    F Noise(int component);

    /// <summary>Keeps it.</summary>
    void KeepNoise(int component, F value);
}
