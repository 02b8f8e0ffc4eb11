using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Makes on-policy trainers: closes the skeletons over environment, distribution and loss, once, before anything runs.</summary>
internal static class OnPolicyTrainers
{
    /// <summary>Each algorithm's defaults.</summary>
    public static IReadOnlyList<OnPolicyConfig> Defaults { get; } =
        [new PpoConfig(), new A2cConfig(), new ReinforceConfig(), new OneStepAcConfig(), new A3cConfig()];

    /// <summary>A trainer for settings that have been validated.</summary>
    public static ITrainer Create<TEnv>(OnPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment => TEnv.Spec.Action switch
    {
        DiscreteSpace => Create<TEnv, Categorical>(config, options),
        _ when config.SquashActions => Create<TEnv, SquashedGaussian>(config, options),
        _ => Create<TEnv, DiagonalGaussian>(config, options),
    };

    private static ITrainer Create<TEnv, TDistribution>(OnPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution => config switch
    {
        PpoConfig ppo => new PpoTrainer(ppo, Prepare<TEnv, TDistribution, PpoLoss>(ppo, options)),
        A2cConfig a2c => new A2cTrainer(a2c, Prepare<TEnv, TDistribution, A2CLoss>(a2c, options)),
        ReinforceConfig reinforce => new ReinforceTrainer(reinforce, Prepare<TEnv, TDistribution, A2CLoss>(reinforce, options)),
        OneStepAcConfig oneStep => new OneStepAcTrainer(oneStep, Prepare<TEnv, TDistribution, A2CLoss>(oneStep, options)),
        A3cConfig a3c => CreateAsynchronous<TEnv, TDistribution>(a3c, options),
        _ => throw new ArgumentException($"No trainer takes a {config.GetType().Name}.", nameof(config)),
    };

    private static OnPolicySetup Prepare<TEnv, TDistribution, TLoss>(OnPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
        where TLoss : struct, IPolicyLoss
    {
        EnvironmentSpec spec = TEnv.Spec;
        ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, TDistribution.Kind);
        float[] parameters = ActorCriticInitializer.Create(network, config.Initialization, options.Seed);
        IOnPolicyEngine engine = OnPolicyEngines.Create<TEnv, TDistribution, TLoss>(
            network, parameters, PlanOf(config, spec, options), config.Optimizer, options);
        return new OnPolicySetup(spec, network, TDistribution.Kind, engine, options.Seed);
    }

    private static A3cTrainer CreateAsynchronous<TEnv, TDistribution>(A3cConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        EnvironmentSpec spec = TEnv.Spec;
        ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, TDistribution.Kind);
        float[] parameters = ActorCriticInitializer.Create(network, config.Initialization, options.Seed);
        AsynchronousEngines engines = OnPolicyEngines.CreateAsynchronous<TEnv, TDistribution, A2CLoss>(
            network, parameters, PlanOf(config, spec, options), config.Optimizer, config.NumWorkers, options);
        return new A3cTrainer(config, new OnPolicySetup(spec, network, TDistribution.Kind, engines.Workers[0], options.Seed), engines);
    }

    private static RolloutPlan PlanOf(OnPolicyConfig config, EnvironmentSpec spec, TrainerOptions options) => new()
    {
        NumEnvs = config.NumEnvs,
        NumSteps = config.PlaysWholeEpisodes ? Math.Min(config.NumSteps, spec.MaxEpisodeSteps) : config.NumSteps,
        WholeEpisodes = config.PlaysWholeEpisodes,
        Seed = options.Seed,
        StaggerStarts = config.StaggerStarts,
        TimeLimitsTerminate = config.TimeLimitsTerminate,
        NormalizeObservations = config.NormalizeObservations,
        ScaleRewards = config.ScaleRewards,
        Gamma = config.Gamma,
    };
}
