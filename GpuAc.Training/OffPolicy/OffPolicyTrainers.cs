using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Updates;
using GpuAc.Training.Accelerators;
using GpuAc.Training.Accelerators.OffPolicy;
using GpuAc.Training.Ddpg;
using GpuAc.Training.QActorCritic;
using GpuAc.Training.Sac;
using GpuAc.Training.SacDiscrete;
using GpuAc.Training.Td3;

namespace GpuAc.Training.OffPolicy;

/// <summary>
/// Makes off-policy trainers: closes the skeletons over environment, policy, update and lane width, once, before anything runs.
/// </summary>
internal static class OffPolicyTrainers
{
    /// <summary>Each algorithm's defaults.</summary>
    public static IReadOnlyList<OffPolicyConfig> Defaults { get; } =
        [new DdpgConfig(), new Td3Config(), new SacConfig(), new SacDiscreteConfig(), new QActorCriticConfig()];

    /// <summary>A trainer for settings that have been validated.</summary>
    public static ITrainer Create<TEnv>(OffPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment => config switch
    {
        DdpgConfig { ActorOutput: Activation.Tanh } ddpg =>
            new DdpgTrainer(ddpg, Continuous<TEnv, TanhPolicy>(ddpg, DdpgTrainer.Plan(ddpg, options.Seed), options)),
        DdpgConfig ddpg => new DdpgTrainer(ddpg, Continuous<TEnv, LinearPolicy>(ddpg, DdpgTrainer.Plan(ddpg, options.Seed), options)),
        Td3Config td3 => new Td3Trainer(td3, Continuous<TEnv, TanhPolicy>(td3, Td3Trainer.Plan(td3, options.Seed), options)),
        SacConfig sac => new SacTrainer(
            sac, Continuous<TEnv, SoftGaussianPolicy>(sac, SacTrainer.Plan(sac, options.Seed, TEnv.Spec.Action.Size), options)),
        SacDiscreteConfig discrete => new SacDiscreteTrainer(
            discrete,
            Discrete<TEnv, SoftCategoricalUpdate>(
                discrete, SacDiscreteTrainer.Plan(discrete, options.Seed, TEnv.Spec.Action.Size), options)),
        QActorCriticConfig qac => new QActorCriticTrainer(
            qac, Discrete<TEnv, QActorCriticUpdate>(qac, QActorCriticTrainer.Plan(qac, options.Seed), options)),
        _ => throw new ArgumentException($"No trainer takes a {config.GetType().Name}.", nameof(config)),
    };

    private static OffPolicySetup Continuous<TEnv, TPolicy>(OffPolicyConfig config, OffPolicyPlan plan, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TPolicy : struct, IContinuousPolicy =>
        Prepare<TEnv, ContinuousExplorer<TPolicy>, ContinuousUpdate<TPolicy>>(
            config, plan, TPolicy.Kind, options);

    private static OffPolicySetup Discrete<TEnv, TUpdate>(OffPolicyConfig config, OffPolicyPlan plan, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TUpdate : struct, IOffPolicyUpdate =>
        Prepare<TEnv, CategoricalExplorer, TUpdate>(config, plan, DistributionKind.Categorical, options);

    private static OffPolicySetup Prepare<TEnv, TExplorer, TUpdate>(
        OffPolicyConfig config, OffPolicyPlan plan, DistributionKind distribution, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : struct, IOffPolicyUpdate
    {
        EnvironmentSpec environment = TEnv.Spec;
        OffPolicySpec spec = config.CreateNetworks(environment.Observation.Count, environment.Action.Size);
        float[] parameters = OffPolicyInitializer.Create(spec, config.Initialization, options.Seed);
        OffPolicyRun run = OffPolicyRun.Of(config, plan);
        IOffPolicyEngine engine = options.Device == DeviceKind.Cpu
            ? LaneWidth.Accept(
                LaneWidth.Choose(options.LaneWidth),
                new CpuEngine<TEnv, TExplorer, TUpdate>(spec, parameters, run, options.Threads ?? Environment.ProcessorCount))
            : DeviceEngine.Open<IOffPolicyEngine>(options.Device, environment.Id, device =>
                new AcceleratorOffPolicyEngine<TEnv, TExplorer, TUpdate>(device, spec, parameters, run));
        return new OffPolicySetup(environment, spec, distribution, engine, options.Seed);
    }

    private sealed class CpuEngine<TEnv, TExplorer, TUpdate>(OffPolicySpec spec, float[] parameters, OffPolicyRun run, int threads)
        : ILaneVisitor<IOffPolicyEngine>
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : struct, IOffPolicyUpdate
    {
        public IOffPolicyEngine Visit<F>()
            where F : struct, IFloatLane<F> => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, F>(spec, parameters, run, threads);
    }
}
