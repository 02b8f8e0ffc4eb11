using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Plans;

/// <summary>
/// The device seam of on-policy training: environments, policy and optimiser state live behind it, and an algorithm only says what
/// to do next. What a device offers is these skeletons; where and how they run, algorithms never ask.
/// </summary>
/// <remarks>
/// After disposal methods throw <see cref="ObjectDisposedException"/>.
/// A phase may still be running when its method returns; <see cref="Collect"/>, once per iteration, waits for all of them.
/// </remarks>
public interface IOnPolicyEngine : IDisposable
{
    /// <summary>
    /// Most environment steps of one rollout: steps × environments. <see cref="RolloutStatistics.Steps"/> says how many one had.
    /// </summary>
    long RolloutSize { get; }

    /// <summary>Seconds that the phases took since the engine was made.</summary>
    PhaseTimes Times { get; }

    /// <summary>Takes every environment through a rollout with the current policy.</summary>
    void Rollout();

    /// <summary>Estimates advantages and value targets of the last rollout.</summary>
    void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings);

    /// <summary>What the iteration's phases reported.</summary>
    OnPolicyStatistics Collect();

    /// <summary>Copies the parameters to the host, laid out as <see cref="ActorCriticSpec"/> says.</summary>
    float[] DownloadParameters();

    /// <summary>
    /// Copies the last rollout to the host, [row][sample], sample = time step × environments + environment: the rows of the observation as
    /// the network saw it, of the action, then log-probability, value, advantage and value target.
    /// </summary>
    float[] DownloadRollout();

    /// <summary>Everything that is needed to go on bit for bit; to be called between iterations.</summary>
    EngineState Save();

    /// <summary>
    /// Puts a state in place, saved from an engine with the same environment, networks, sizes and seed. Of the last rollout there is
    /// nothing until the next.
    /// </summary>
    /// <exception cref="GpuAcException">It does not fit, and is refused by the name of what differs; nothing was changed.</exception>
    void Restore(EngineState state);

    /// <summary>The observation normalisation in use, or null.</summary>
    ObservationNormalization? Normalization { get; }

    /// <summary>What the last rollout's rewards were multiplied by; 1 without scaling.</summary>
    float RewardScale { get; }
}

/// <summary>An engine that learns by one kind of loss.</summary>
/// <typeparam name="TLoss">The loss.</typeparam>
public interface IOnPolicyEngine<TLoss> : IOnPolicyEngine
    where TLoss : unmanaged, IPolicyLoss
{
    /// <summary>
    /// Learns from the last rollout; where something is not finite, falls back as <see cref="LearnStatistics.NonFinite"/> says. Advantages
    /// that are not finite are not learnt from.
    /// </summary>
    /// <param name="plan">What to do.</param>
    /// <param name="loss">The loss, with its coefficients.</param>
    /// <param name="progress">Fraction of training completed, in [0, 1].</param>
    /// <param name="normalizeAdvantages">Whether to bring the advantages to mean 0 and deviation 1 first.</param>
    void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages);
}
