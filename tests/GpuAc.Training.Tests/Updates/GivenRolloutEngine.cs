using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Updates;

/// <summary>An engine whose every rollout is the given one; it estimates returns and learns as the device's own does.</summary>
/// <param name="given">The case.</param>
/// <param name="shared">What asynchronous engines share, or null.</param>
internal abstract class GivenRolloutEngine(GivenRollout given, IDisposable? shared) : IOnPolicyEngine
{
    /// <summary>What asynchronous engines share, to be disposed after this; null for others.</summary>
    public IDisposable? Shared { get; } = shared;

    public long RolloutSize => Given.Samples;

    public PhaseTimes Times => default;

    public float RewardScale => 1;

    public ObservationNormalization? Normalization => null;

    protected GivenRollout Given { get; } = given;

    protected RolloutStatistics Episodes => new() { Steps = Given.Counted };

    public void Rollout()
    {
    }

    public float[] DownloadRollout() => throw new NotSupportedException("The rollout is given.");

    public EngineState Save() => throw new NotSupportedException("The rollout is given.");

    public void Restore(EngineState state) => throw new NotSupportedException("The rollout is given.");

    public abstract void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings);

    public abstract OnPolicyStatistics Collect();

    public abstract float[] DownloadParameters();

    /// <summary>Gradient of the last minibatch before it was clipped, in the network's order.</summary>
    public abstract float[] DownloadGradient();

    public abstract void Dispose();
}
