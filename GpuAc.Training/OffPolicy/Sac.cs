using GpuAc.Envs.Contracts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Soft actor-critic with automatic temperature. Haarnoja et al., arXiv:1812.05905, algorithm 1.</summary>
/// <remarks>
/// Acts with draws of a tanh-squashed Gaussian. Each update draws a minibatch, takes one step of both critics towards
/// y = r + γ·(min Q'(s', a') − α·ln π(a' | s')) with a' from the current policy, one of the actor down α·ln π(a | s) − min Q(s, a), one of
/// the temperature, and lets the critics' targets follow by τ.
/// </remarks>
public sealed class Sac : ContinuousAlgorithm<SacConfig, SoftGaussianPolicy>
{
    /// <summary>The algorithm.</summary>
    public static Sac Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "sac";

    /// <inheritdoc/>
    public override string Summary => "soft actor-critic";

    /// <inheritdoc/>
    public override SacConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OffPolicyReport>> Metrics(SacConfig config) => OffPolicyMetrics.Soft;

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(SacConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with
    {
        Temperature = ((ISoftConfig)config).CreateTemperaturePlan(config.TargetEntropy * environment.Action.Size),
    };
}
