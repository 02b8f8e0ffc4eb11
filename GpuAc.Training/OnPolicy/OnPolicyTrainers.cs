using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Training.A2c;
using GpuAc.Training.OneStepAc;
using GpuAc.Training.Ppo;
using GpuAc.Training.Reinforce;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training.OnPolicy;

/// <summary>Makes on-policy trainers: closes the skeletons over environment, distribution, loss and lane width, once, before anything runs.</summary>
internal static class OnPolicyTrainers
{
    /// <summary>Each algorithm's defaults.</summary>
    public static IReadOnlyList<OnPolicyConfig> Defaults { get; } = [new PpoConfig(), new A2cConfig(), new ReinforceConfig(), new OneStepAcConfig()];

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
        var plan = new RolloutPlan
        {
            NumEnvs = config.NumEnvs,
            NumSteps = config.PlaysWholeEpisodes ? Math.Min(config.NumSteps, spec.MaxEpisodeSteps) : config.NumSteps,
            WholeEpisodes = config.PlaysWholeEpisodes,
            Seed = options.Seed,
            StaggerStarts = config.StaggerStarts,
            NormalizeObservations = config.NormalizeObservations,
            ScaleRewards = config.ScaleRewards,
            Gamma = config.Gamma,
        };
        int threads = options.Threads ?? Environment.ProcessorCount;
        IOnPolicyEngine engine = LaneWidth.Choose(options.LaneWidth) switch
        {
            16 => new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, Lane16>(network, parameters, plan, threads, config.Optimizer),
            8 => new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, Lane8>(network, parameters, plan, threads, config.Optimizer),
            4 => new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, Lane4>(network, parameters, plan, threads, config.Optimizer),
            _ => new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, Lane1>(network, parameters, plan, threads, config.Optimizer),
        };
        return new OnPolicySetup(spec, network, TDistribution.Kind, engine, options.Seed);
    }
}
