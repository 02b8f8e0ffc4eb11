using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.States;

/// <summary>A trainer that goes on from a saved state does what the one that saved it would have done, bit for bit.</summary>
public class ResumptionTests
{
    public static TheoryData<int> Widths => [4, 8];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_Ppo_GoesOnAsIfNeverStopped(int width)
    {
        Check<CartPoleV1>(TestSettings.Ppo, width);
        Check<PendulumV1>(TestSettings.Ppo with { NormalizeObservations = true, ScaleRewards = true, SharedBody = true }, width);
        Check<PendulumV1>(TestSettings.Ppo with { SquashActions = true, StaggerStarts = true, Optimizer = Falling }, width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_A2c_GoesOnAsIfNeverStopped(int width)
    {
        Check<CartPoleV1>(TestSettings.A2c, width);
        Check<CartPoleV1>(TestSettings.A2c with { NormalizeObservations = true, ScaleRewards = true }, width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_Reinforce_GoesOnAsIfNeverStopped(int width)
    {
        Check<CartPoleV1>(TestSettings.Reinforce, width);
        Check<CartPoleV1>(TestSettings.Reinforce with { Baseline = false, NormalizeObservations = true, ScaleRewards = true }, width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_OneStepAc_GoesOnAsIfNeverStopped(int width)
    {
        Check<CartPoleV1>(TestSettings.OneStepAc, width);
        Check<PendulumV1>(TestSettings.OneStepAc with { NormalizeObservations = true, ScaleRewards = true }, width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_A3cWithOneWorker_GoesOnAsIfNeverStopped(int width) =>
        Check<CartPoleV1>(TestSettings.A3c with { NumWorkers = 1, Optimizer = Falling }, width);

    [Fact]
    public void Restore_A3cWithSeveralWorkers_TakesUpWhatAllHad()
    {
        A3cConfig config = TestSettings.A3c with { NumWorkers = 3 };
        using ITrainer stopped = Trainer.Create<CartPoleV1>(config, Options(4, 1)),
            resumed = Trainer.Create<CartPoleV1>(config, Options(4, 1));
        stopped.Iterate();
        TrainerState state = stopped.Save();
        resumed.Restore(state);
        Resumption.AssertSame(state, resumed.Save());
        Assert.Equal(2, resumed.Iterate().Iteration);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_Ddpg_GoesOnAsIfNeverStopped(int width)
    {
        Check<PendulumV1>(
            Small(new DdpgConfig { ExplorationNoise = NoiseKind.OrnsteinUhlenbeck, StartEpsilon = 0.5f, EpsilonDecay = 0.9f }), width);
        Check<PendulumV1>(Small(new DdpgConfig { ReplaySize = 100, Optimizer = Falling }), width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_Td3_GoesOnAsIfNeverStopped(int width) =>
        Check<PendulumV1>(Small(new Td3Config()) with { NumEnvs = 70, ReturnSteps = 3, ReplaySize = 500, MaxGradNorm = 1 }, width);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_Sac_GoesOnAsIfNeverStopped(int width)
    {
        Check<PendulumV1>(Small(new SacConfig()), width);
        Check<PendulumV1>(Small(new SacConfig()) with { NumEnvs = 3, UpdatesPerStep = 2, ReturnSteps = 2 }, width);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_SacDiscrete_GoesOnAsIfNeverStopped(int width) => Check<CartPoleV1>(Small(new SacDiscreteConfig()), width);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Restore_QActorCritic_GoesOnAsIfNeverStopped(int width)
    {
        Check<CartPoleV1>(Small(new QActorCriticConfig()), width);
        Check<CartPoleV1>(Small(new QActorCriticConfig { ClearReplay = true }) with { NumEnvs = 5 }, width);
    }

    [Fact]
    public void Restore_BeforeAnythingWasTrained_GoesOnFromTheStart()
    {
        using ITrainer fresh = Trainer.Create<PendulumV1>(Small(new SacConfig()), Options(8, 1));
        TrainerState start = fresh.Save();
        fresh.Iterate();
        TrainerState once = fresh.Save();
        fresh.Restore(start);
        Assert.Equal(0, fresh.EnvSteps);
        fresh.Iterate();
        Resumption.AssertSame(once, fresh.Save());
    }

    private static OptimizerConfig Falling => new() { LearningRate = 1e-3f, Schedule = LearningRateSchedule.Linear };

    private static TrainerOptions Options(int width, int threads) =>
        new() { Seed = 5, Device = DeviceKind.Cpu, LaneWidth = width, Threads = threads };

    private static void Check<TEnv>(TrainerConfig config, int width)
        where TEnv : struct, IEnvironment =>
        Resumption.Check<TEnv>(config with { TotalSteps = 20_000 }, Options(width, 1), Options(width, config is A3cConfig ? 1 : 2), 3);

    private static T Small<T>(T config)
        where T : OffPolicyConfig => config with
    {
        NumEnvs = 1,
        NumSteps = 40,
        LearningStarts = 50,
        MinibatchSize = 48,
        HiddenSizes = [16, 16],
    };
}
