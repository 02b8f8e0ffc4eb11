using GpuAc.Envs.Contracts;
using GpuAc.Kernels;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Training.A2c;
using GpuAc.Training.A3c;
using GpuAc.Training.OneStepAc;
using GpuAc.Training.Ppo;
using GpuAc.Training.Reinforce;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training.OnPolicy;

/// <summary>Makes on-policy trainers: closes the skeletons over environment, distribution and loss, once, before anything runs.</summary>
internal static class OnPolicyTrainers
{
    /// <summary>Each algorithm's defaults.</summary>
    public static IReadOnlyList<OnPolicyConfig> Defaults { get; } = [new PpoConfig(), new A2cConfig(), new ReinforceConfig(), new OneStepAcConfig(), new A3cConfig()];

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
        IOnPolicyEngine engine = OnPolicyEngines.Create<TEnv, TDistribution, TLoss>(network, parameters, PlanOf(config, spec, options), config.Optimizer, options);
        return new OnPolicySetup(spec, network, TDistribution.Kind, engine, options.Seed);
    }

    // Every worker an engine of its own on one thread, all of them on the same parameters. The first rehearses for all.
    private static A3cTrainer CreateAsynchronous<TEnv, TDistribution>(A3cConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        if (options.Device != DeviceKind.Cpu)
            throw new GpuAcException($"Algorithm 'a3c' runs on CPU threads, but device is {options.Device}; use --device cpu, or a2c, its synchronous form.");
        EnvironmentSpec spec = TEnv.Spec;
        ActorCriticSpec network = config.CreateNetwork(spec.Observation.Count, spec.Action.Size, TDistribution.Kind);
        float[] parameters = ActorCriticInitializer.Create(network, config.Initialization, options.Seed);
        var shared = new SharedParameters(new PaddedLayout(network));
        shared.State.Upload(parameters);
        RolloutPlan plan = PlanOf(config, spec, options);
        var workers = new IOnPolicyEngine[config.NumWorkers > 0 ? config.NumWorkers : options.Threads ?? Environment.ProcessorCount];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = OnPolicyEngines.OnCpu<TEnv, TDistribution, A2CLoss>(
                network, parameters, plan with { FirstEnvironment = i * config.NumEnvs }, 1, options.LaneWidth, i == 0 ? config.Optimizer : null, shared);
        }

        return new A3cTrainer(config, new OnPolicySetup(spec, network, TDistribution.Kind, workers[0], options.Seed), workers, shared);
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
