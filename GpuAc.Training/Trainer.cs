using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Verification;
using GpuAc.Kernels;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Training.A2c;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Ppo;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training;

/// <summary>Makes trainers: closes the skeletons over environment, distribution, loss and lane width, once, before anything runs.</summary>
public static class Trainer
{
    /// <summary>A trainer of an environment known by its type.</summary>
    /// <typeparam name="TEnv">The environment, built in or the user's own.</typeparam>
    /// <param name="config"><see cref="PpoConfig"/> or <see cref="A2cConfig"/>.</param>
    /// <param name="options">Seed and threads, or null for seed 0 on all cores.</param>
    /// <exception cref="GpuAcException">Settings are out of range or do not fit together (all faults are named), or the environment's first step
    /// returned a value that is not finite.</exception>
    /// <remarks>Takes a step in one environment and learns from it, to have everything compiled before training begins; nothing of it is kept.</remarks>
    public static ITrainer Create<TEnv>(OnPolicyConfig config, TrainerOptions? options = null)
        where TEnv : struct, IEnvironment
    {
        ArgumentNullException.ThrowIfNull(config);
        options ??= new TrainerOptions();
        EnvironmentSpec spec = TEnv.Spec;
        SpecificationRules.Require(spec, typeof(TEnv).Name);
        List<string> faults = [.. config.Validate(), .. options.Validate()];
        if (config.SquashActions && spec.Action is DiscreteSpace)
            faults.Add($"'squashActions' is for continuous actions, but is true and the actions of '{spec.Id}' are discrete; leave it false.");
        if (faults.Count > 0)
            throw new GpuAcException(string.Join(Environment.NewLine, faults));
        return spec.Action switch
        {
            DiscreteSpace => Create<TEnv, Categorical>(config, options),
            _ when config.SquashActions => Create<TEnv, SquashedGaussian>(config, options),
            _ => Create<TEnv, DiagonalGaussian>(config, options),
        };
    }

    /// <summary>A trainer of an environment known by its entry in a catalog.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="config"><see cref="PpoConfig"/> or <see cref="A2cConfig"/>.</param>
    /// <param name="options">Seed and threads, or null for seed 0 on all cores.</param>
    /// <exception cref="GpuAcException">Settings are out of range or do not fit together; all faults are named.</exception>
    public static ITrainer Create(EnvironmentEntry environment, OnPolicyConfig config, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Accept(new Creation(config, options));
    }

    private static ITrainer Create<TEnv, TDistribution>(OnPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution => config switch
    {
        PpoConfig ppo => new PpoTrainer(ppo, Prepare<TEnv, TDistribution, PpoLoss>(ppo, options)),
        A2cConfig a2c => new A2cTrainer(a2c, Prepare<TEnv, TDistribution, A2CLoss>(a2c, options)),
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
            NumSteps = config.NumSteps,
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

    private sealed class Creation(OnPolicyConfig config, TrainerOptions? options) : IEnvironmentVisitor<ITrainer>
    {
        public ITrainer Visit<TEnv>()
            where TEnv : struct, IEnvironment => Create<TEnv>(config, options);
    }
}
