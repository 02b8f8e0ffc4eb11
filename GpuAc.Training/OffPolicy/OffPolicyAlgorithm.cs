using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>
/// An algorithm that learns from replay. It says how to learn (<see cref="PlanOf"/>) and closes the skeletons over its explorer and its
/// update (<see cref="CreateEngine"/>), which may be the user's own.
/// </summary>
/// <typeparam name="TConfig">Its settings.</typeparam>
public abstract class OffPolicyAlgorithm<TConfig> : Algorithm
    where TConfig : OffPolicyConfig
{
    /// <summary>What is reported in addition to what all trainers do; by default <see cref="OffPolicyMetrics.ActorCritic"/>.</summary>
    protected virtual IReadOnlyList<Metric<OffPolicyReport>> Metrics(TConfig config) => OffPolicyMetrics.ActorCritic;

    /// <summary>How to learn; <see cref="CommonPlan"/> has what every algorithm's plan takes from the settings.</summary>
    /// <param name="config">Settings.</param>
    /// <param name="environment">Specification of the environment.</param>
    /// <param name="seed">Seed of the run.</param>
    protected abstract OffPolicyPlan PlanOf(TConfig config, EnvironmentSpec environment, ulong seed);

    /// <summary>What the trained policy is exported as.</summary>
    protected abstract DistributionKind DistributionOf(TConfig config);

    /// <summary>
    /// Makes the skeletons, with what the algorithm explores with and how it learns:
    /// <c>OffPolicyEngines.Create&lt;TEnv, TExplorer, TUpdate&gt;(networks, parameters, run, update, options)</c>.
    /// </summary>
    protected abstract IOffPolicyEngine CreateEngine<TEnv>(
        TConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options)
        where TEnv : struct, IEnvironment;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Metric> MetricsOf(TrainerConfig config) => Metrics(Own(config));

    /// <inheritdoc/>
    public sealed override ITrainer CreateTrainer<TEnv>(TrainerConfig config, TrainerOptions options)
    {
        TConfig own = Own(config);
        EnvironmentSpec environment = TEnv.Spec;
        OffPolicySpec networks = own.CreateNetworks(environment.Observation.Count, environment.Action.Size);
        float[] parameters = OffPolicyInitializer.Create(networks, own.Initialization, options.Seed);
        if (options.InitialPolicy is { } policy)
            new InitialPolicy(policy).CopyTo(networks, DistributionOf(own), parameters);
        OffPolicyRun run = own.CreateRun(PlanOf(own, environment, options.Seed));
        IOffPolicyEngine engine = CreateEngine<TEnv>(own, networks, parameters, run, options);
        return new OffPolicyTrainer(
            own, new OffPolicySetup(environment, networks, DistributionOf(own), engine, options.Seed), Metrics(own));
    }

    /// <summary>What every algorithm's plan takes from the settings.</summary>
    protected static OffPolicyPlan CommonPlan(TConfig config, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new OffPolicyPlan
        {
            Seed = seed,
            MinibatchSize = config.MinibatchSize,
            ActorOptimizer = config.Optimizer,
            CriticOptimizer = config.CriticOptimizer,
            MaxGradNorm = config.MaxGradNorm,
            Tau = config.Tau,
        };
    }

    private TConfig Own(TrainerConfig config) =>
        config as TConfig ?? throw new ArgumentException($"'{Name}' does not take a {config?.GetType().Name ?? "null"}.", nameof(config));
}

/// <summary>An algorithm for continuous actions whose policy is always of the same kind.</summary>
/// <typeparam name="TConfig">Its settings.</typeparam>
/// <typeparam name="TPolicy">The policy.</typeparam>
public abstract class ContinuousAlgorithm<TConfig, TPolicy> : OffPolicyAlgorithm<TConfig>
    where TConfig : OffPolicyConfig
    where TPolicy : struct, IContinuousPolicy
{
    /// <summary>The update with its coefficients; none by default.</summary>
    protected virtual ContinuousUpdate<TPolicy> UpdateOf(TConfig config) => default;

    /// <inheritdoc/>
    protected sealed override DistributionKind DistributionOf(TConfig config) => TPolicy.Kind;

    /// <inheritdoc/>
    protected sealed override IOffPolicyEngine CreateEngine<TEnv>(
        TConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options) =>
        OffPolicyEngines.Create<TEnv, ContinuousExplorer<TPolicy>, ContinuousUpdate<TPolicy>>(
            networks, parameters, run, UpdateOf(config), options);
}

/// <summary>An algorithm for discrete actions.</summary>
/// <typeparam name="TConfig">Its settings.</typeparam>
/// <typeparam name="TUpdate">Its update.</typeparam>
public abstract class DiscreteAlgorithm<TConfig, TUpdate> : OffPolicyAlgorithm<TConfig>
    where TConfig : OffPolicyConfig
    where TUpdate : unmanaged, IOffPolicyUpdate
{
    /// <summary>The update with its coefficients; none by default.</summary>
    protected virtual TUpdate UpdateOf(TConfig config) => default;

    /// <inheritdoc/>
    protected sealed override DistributionKind DistributionOf(TConfig config) => DistributionKind.Categorical;

    /// <inheritdoc/>
    protected sealed override IOffPolicyEngine CreateEngine<TEnv>(
        TConfig config, OffPolicySpec networks, float[] parameters, OffPolicyRun run, EngineOptions options) =>
        OffPolicyEngines.Create<TEnv, CategoricalExplorer, TUpdate>(networks, parameters, run, UpdateOf(config), options);
}
