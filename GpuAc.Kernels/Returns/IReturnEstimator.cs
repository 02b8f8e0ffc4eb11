using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>Turns the rewards and values of a rollout into advantages and value targets, environment by environment.</summary>
internal interface IReturnEstimator
{
    /// <summary>Walks one column (a lane register of environments) through time and stores every step's advantage and return.</summary>
    /// <param name="settings">Discount and the like.</param>
    /// <param name="numSteps">Length of the rollout.</param>
    /// <param name="column">Access to the rollout.</param>
    static abstract void Compute<F, TColumn>(in ReturnSettings settings, int numSteps, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>;
}

/// <summary>The numbers that a return estimator is made with.</summary>
public readonly struct ReturnSettings
{
    /// <summary>Discount γ per step, in [0, 1].</summary>
    public float Gamma { get; init; }

    /// <summary>λ of generalised advantage estimation, in [0, 1].</summary>
    public float GaeLambda { get; init; }

    /// <summary>n of the n-step return, at least 1.</summary>
    public int ReturnSteps { get; init; }

    /// <summary>
    /// Whether advantages are the returns themselves, with no critic's estimate subtracted; of <see cref="EpisodeReturn"/> alone.
    /// </summary>
    public bool WithoutBaseline { get => withoutBaseline != 0; init => withoutBaseline = value ? 1 : 0; }

    // Kernels take this struct as an argument, and a bool has no size that host and device agree on.
    private readonly int withoutBaseline;
}

/// <summary>One lane register of environments through the time steps of a rollout.</summary>
internal interface IRolloutColumn<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Reward of step t.</summary>
    F Reward(int t);

    /// <summary>V(observation t), for t in [0, numSteps]: at numSteps, of the observation that the next rollout starts from.</summary>
    F Value(int t);

    /// <summary>V of the true final observation where step t was truncated; anything elsewhere.</summary>
    F FinalValue(int t);

    /// <summary>How step t left its episode; see <see cref="EpisodeEnd"/>.</summary>
    F End(int t);

    /// <summary>Stores the results of step t.</summary>
    void Store(int t, F advantage, F valueTarget);
}
