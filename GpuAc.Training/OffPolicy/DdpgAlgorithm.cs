using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.OffPolicy;

/// <summary>DDPG, or an algorithm that learns with its networks and its update, such as a variant with settings of its own.</summary>
/// <typeparam name="TConfig">Its settings.</typeparam>
public abstract class DdpgAlgorithm<TConfig> : OffPolicyAlgorithm<TConfig>
    where TConfig : DdpgConfig
{
    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(TConfig config, EnvironmentSpec environment, ulong seed) => CommonPlan(config, seed);

    /// <inheritdoc/>
    protected sealed override DistributionKind DistributionOf(TConfig config) =>
        config.ActorOutput == Activation.Tanh ? TanhPolicy.Kind : LinearPolicy.Kind;

    /// <inheritdoc/>
    protected sealed override IOffPolicyEngine CreateEngine<TEnv>(
        TConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options) =>
        config.ActorOutput == Activation.Tanh
            ? OffPolicyEngines.Create<TEnv, ContinuousExplorer<TanhPolicy>, ContinuousUpdate<TanhPolicy>>(
                networks, parameters, run, default, options)
            : OffPolicyEngines.Create<TEnv, ContinuousExplorer<LinearPolicy>, ContinuousUpdate<LinearPolicy>>(
                networks, parameters, run, default, options);
}
