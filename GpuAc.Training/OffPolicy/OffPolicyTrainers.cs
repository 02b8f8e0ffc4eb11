using GpuAc.Envs.Contracts;
using GpuAc.Kernels;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Training.Accelerators;
using GpuAc.Training.Accelerators.OffPolicy;
using GpuAc.Training.Ddpg;
using GpuAc.Training.QActorCritic;
using GpuAc.Training.Sac;
using GpuAc.Training.SacDiscrete;
using GpuAc.Training.Td3;

namespace GpuAc.Training.OffPolicy;

/// <summary>Makes off-policy trainers: closes the skeletons over environment, policy, update and lane width, once, before anything runs.</summary>
internal static class OffPolicyTrainers
{
    /// <summary>Each algorithm's defaults.</summary>
    public static IReadOnlyList<OffPolicyConfig> Defaults { get; } = [new DdpgConfig(), new Td3Config(), new SacConfig(), new SacDiscreteConfig(), new QActorCriticConfig()];

    /// <summary>A trainer for settings that have been validated.</summary>
    public static ITrainer Create<TEnv>(OffPolicyConfig config, TrainerOptions options)
        where TEnv : struct, IEnvironment => config switch
    {
        DdpgConfig { ActorOutput: Activation.Tanh } ddpg =>
            new DdpgTrainer(ddpg, Continuous<TEnv, TanhPolicy>(ddpg, DdpgTrainer.Plan(ddpg, options.Seed), options)),
        DdpgConfig ddpg => new DdpgTrainer(ddpg, Continuous<TEnv, LinearPolicy>(ddpg, DdpgTrainer.Plan(ddpg, options.Seed), options)),
        Td3Config td3 => new Td3Trainer(td3, Continuous<TEnv, TanhPolicy>(td3, Td3Trainer.Plan(td3, options.Seed), options)),
        SacConfig sac => new SacTrainer(sac, Continuous<TEnv, SoftGaussianPolicy>(sac, SacTrainer.Plan(sac, options.Seed, TEnv.Spec.Action.Size), options)),
        SacDiscreteConfig discrete => new SacDiscreteTrainer(
            discrete,
            Prepare<TEnv, CategoricalExplorer, DiscreteUpdate>(
                discrete, SacDiscreteTrainer.Plan(discrete, options.Seed, TEnv.Spec.Action.Size), DistributionKind.Categorical, options)),
        QActorCriticConfig qac => new QActorCriticTrainer(
            qac, Prepare<TEnv, CategoricalExplorer, QActorCriticUpdate>(qac, QActorCriticTrainer.Plan(qac, options.Seed), DistributionKind.Categorical, options)),
        _ => throw new ArgumentException($"No trainer takes a {config.GetType().Name}.", nameof(config)),
    };

    private static OffPolicySetup Continuous<TEnv, TPolicy>(OffPolicyConfig config, OffPolicyPlan plan, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TPolicy : struct, IContinuousPolicy => options.Device == DeviceKind.Cpu
        ? Prepare<TEnv, ContinuousExplorer<TPolicy>, ContinuousUpdate<TPolicy>>(config, plan, TPolicy.Kind, options)
        : OnAccelerator<TEnv, TPolicy>(config, plan, options);

    private static OffPolicySetup OnAccelerator<TEnv, TPolicy>(OffPolicyConfig config, OffPolicyPlan plan, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TPolicy : struct, IContinuousPolicy
    {
        if (plan.TargetRule != TargetRule.Polyak)
            throw new GpuAcException($"'targetRule' {plan.TargetRule} runs on the CPU only, but device is {options.Device}; use --device cpu.");
        EnvironmentSpec environment = TEnv.Spec;
        OffPolicySpec spec = config.CreateNetworks(environment.Observation.Count, environment.Action.Size);
        float[] parameters = OffPolicyInitializer.Create(spec, config.Initialization, options.Seed);
        OffPolicyRun run = OffPolicyRun.Of(config, plan);
        IOffPolicyEngine engine = DeviceEngine.Open<IOffPolicyEngine>(options.Device, environment.Id, device => device.IsGpu
            ? new AcceleratorOffPolicyEngine<TEnv, TPolicy, Interleaved>(device, spec, parameters, run)
            : new AcceleratorOffPolicyEngine<TEnv, TPolicy, Contiguous>(device, spec, parameters, run));
        return new OffPolicySetup(environment, spec, TPolicy.Kind, engine, options.Seed);
    }

    private static OffPolicySetup Prepare<TEnv, TExplorer, TUpdate>(
        OffPolicyConfig config, OffPolicyPlan plan, DistributionKind distribution, TrainerOptions options)
        where TEnv : struct, IEnvironment
        where TExplorer : struct, IExplorer
        where TUpdate : struct, IUpdateRule
    {
        if (options.Device != DeviceKind.Cpu)
            throw new GpuAcException($"Algorithm '{config.Algorithm}' runs on the CPU only, but device is {options.Device}; use --device cpu.");
        EnvironmentSpec environment = TEnv.Spec;
        OffPolicySpec spec = config.CreateNetworks(environment.Observation.Count, environment.Action.Size);
        float[] parameters = OffPolicyInitializer.Create(spec, config.Initialization, options.Seed);
        OffPolicyRun run = OffPolicyRun.Of(config, plan);
        int threads = options.Threads ?? Environment.ProcessorCount;
        IOffPolicyEngine engine = LaneWidth.Choose(options.LaneWidth) switch
        {
            16 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane16>(spec, parameters, run, threads),
            8 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane8>(spec, parameters, run, threads),
            4 => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane4>(spec, parameters, run, threads),
            _ => new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, Lane1>(spec, parameters, run, threads),
        };
        return new OffPolicySetup(environment, spec, distribution, engine, options.Seed);
    }
}
