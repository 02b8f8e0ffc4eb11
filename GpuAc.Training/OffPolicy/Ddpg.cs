using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.OffPolicy;

/// <summary>Deep deterministic policy gradient. Lillicrap et al., arXiv:1509.02971, algorithm 1.</summary>
/// <remarks>
/// Acts with a = tanh(actor(s)) + noise. Each update draws a minibatch, takes one step of the critic towards
/// y = r + γ·Q'(s', π'(s')) and one of the actor up the critic, and lets both targets follow by τ.
/// </remarks>
public sealed class Ddpg : OffPolicyAlgorithm<DdpgConfig>
{
    /// <summary>The algorithm.</summary>
    public static Ddpg Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "ddpg";

    /// <inheritdoc/>
    public override string Summary => "deep deterministic policy gradient";

    /// <inheritdoc/>
    public override DdpgConfig Defaults => new();

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(DdpgConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with
    {
        TargetRule = config.TargetRule,
    };

    /// <inheritdoc/>
    protected override DistributionKind DistributionOf(DdpgConfig config) =>
        config.ActorOutput == Activation.Tanh ? TanhPolicy.Kind : LinearPolicy.Kind;

    /// <inheritdoc/>
    protected override IOffPolicyEngine CreateEngine<TEnv>(
        DdpgConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options) =>
        config.ActorOutput == Activation.Tanh
            ? OffPolicyEngines.Create<TEnv, ContinuousExplorer<TanhPolicy>, ContinuousUpdate<TanhPolicy>>(
                networks, parameters, run, default, options)
            : OffPolicyEngines.Create<TEnv, ContinuousExplorer<LinearPolicy>, ContinuousUpdate<LinearPolicy>>(
                networks, parameters, run, default, options);
}
