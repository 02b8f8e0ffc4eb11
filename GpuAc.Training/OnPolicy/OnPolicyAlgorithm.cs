using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// An algorithm that rolls its policy out, estimates returns, and learns from that rollout alone. It says what an iteration does, in terms
/// of the skeletons that every device has; a loss of its own, if it has one, is <typeparamref name="TLoss"/>.
/// </summary>
/// <typeparam name="TConfig">Its settings.</typeparam>
/// <typeparam name="TLoss">Its loss, such as <see cref="PpoLoss"/> or the user's own.</typeparam>
public abstract class OnPolicyAlgorithm<TConfig, TLoss> : Algorithm
    where TConfig : OnPolicyConfig
    where TLoss : unmanaged, IPolicyLoss
{
    /// <summary>One iteration of the algorithm.</summary>
    /// <param name="engine">Environments, policy and optimiser, on whatever device.</param>
    /// <param name="config">Settings.</param>
    /// <param name="progress">Fraction of training completed, in [0, 1], for schedules.</param>
    protected abstract void Update(IOnPolicyEngine<TLoss> engine, TConfig config, double progress);

    /// <summary>What is reported in addition to what all trainers do; by default <see cref="OnPolicyMetrics.ActorCritic"/>.</summary>
    protected virtual IReadOnlyList<Metric<OnPolicyReport>> Metrics(TConfig config) => OnPolicyMetrics.ActorCritic;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Metric> MetricsOf(TrainerConfig config) => Metrics(Own(config));

    /// <inheritdoc/>
    public sealed override ITrainer CreateTrainer<TEnv>(TrainerConfig config, TrainerOptions options) => TEnv.Spec.Action switch
    {
        DiscreteSpace => Create<TEnv, Categorical>(Own(config), options),
        BoxSpace when Own(config).SquashActions => Create<TEnv, SquashedGaussian>(Own(config), options),
        BoxSpace => Create<TEnv, DiagonalGaussian>(Own(config), options),
        var other => throw new NotSupportedException($"There is no action distribution for {other.GetType().Name}."),
    };

    /// <summary>How to learn with one gradient step over the whole rollout, as all but PPO do.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="config">Settings.</param>
    protected static LearnPlan OneStepPlan(IOnPolicyEngine engine, TConfig config) => new()
    {
        NumEpochs = 1,
        MinibatchSize = engine.RolloutSize,
        Optimizer = config.Optimizer,
        CriticRateScale = config.CriticRateScale,
        MaxGradNorm = config.MaxGradNorm,
    };

    /// <summary>Closes the skeletons over environment, distribution and loss, once, before anything runs.</summary>
    private protected virtual ITrainer Create<TEnv, TDistribution>(TConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        (ActorCriticSpec network, float[] parameters, RolloutPlan plan) = Prepare<TEnv, TDistribution>(config, options);
        IOnPolicyEngine<TLoss> engine =
            OnPolicyEngines.Create<TEnv, TDistribution, TLoss>(network, parameters, plan, config.Optimizer, options);
        return new OnPolicyTrainer(
            config, new OnPolicySetup(TEnv.Spec, network, TDistribution.Kind, engine, options.Seed), Metrics(config),
            progress => Update(engine, config, progress));
    }

    /// <summary>What engines are made from.</summary>
    private protected static (ActorCriticSpec Network, float[] Parameters, RolloutPlan Plan) Prepare<TEnv, TDistribution>(
        TConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        EnvironmentSpec spec = TEnv.Spec;
        ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, TDistribution.Kind);
        float[] parameters = ActorCriticInitializer.Create(network, config.Initialization, options.Seed);
        if (options.InitialPolicy is { } policy)
            new InitialPolicy(policy).CopyTo(network, TDistribution.Kind, config.NormalizeObservations, parameters);
        return (network, parameters, config.CreatePlan(spec, options.Seed));
    }

    private TConfig Own(TrainerConfig config) =>
        config as TConfig ?? throw new ArgumentException($"'{Name}' does not take a {config?.GetType().Name ?? "null"}.", nameof(config));
}
