using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Soft actor-critic for discrete actions. Christodoulou, arXiv:1910.07207, algorithm 1.</summary>
/// <remarks>
/// Acts with draws of a softmax policy. Each update draws a minibatch, takes one step of both critics towards
/// y = r + γ·Σ π(a' | s')·(min Q'(s', a') − α·ln π(a' | s')), one of the actor down Σ π·(α·ln π − min Q), one of the temperature,
/// and lets the critics' targets follow by τ.
/// </remarks>
public sealed class SacDiscrete : DiscreteAlgorithm<SacDiscreteConfig, SoftCategoricalUpdate>
{
    /// <summary>The algorithm.</summary>
    public static SacDiscrete Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "sac-discrete";

    /// <inheritdoc/>
    public override string Summary => "soft actor-critic for discrete actions";

    /// <inheritdoc/>
    public override SacDiscreteConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OffPolicyReport>> Metrics(SacDiscreteConfig config) => OffPolicyMetrics.Soft;

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(SacDiscreteConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with
    {
        Temperature = ((ISoftConfig)config).CreateTemperaturePlan(config.TargetEntropyRatio * MathF.Log(environment.Action.Size)),
    };
}
