using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Export;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.OffPolicy;

[Collection(ProcessWide.Name)]
public class OffPolicyTests
{
    private static readonly DdpgConfig Ddpg = Small(
        new DdpgConfig { ExplorationNoise = NoiseKind.OrnsteinUhlenbeck, StartEpsilon = 0.5f, EpsilonDecay = 0.9f });
    private static readonly Td3Config Td3 = Small(new Td3Config());
    private static readonly SacConfig Sac = Small(new SacConfig());
    private static readonly SacDiscreteConfig SacDiscrete = Small(new SacDiscreteConfig());
    private static readonly QActorCriticConfig QActorCritic = Small(new QActorCriticConfig());

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Iterate_AnyNumberOfThreads_GivesTheSameBits(int width)
    {
        AssertSameBits(Ddpg, width);
        AssertSameBits(Td3 with { NumEnvs = 70, ReturnSteps = 3, MaxGradNorm = 1 }, width);
        AssertSameBits(Sac with { MinibatchSize = 640, UpdatesPerStep = 2 }, width);
        AssertSameBits<CartPoleV1>(SacDiscrete, width);
        AssertSameBits<CartPoleV1>(QActorCritic with { NumEnvs = 5, ClearReplay = true }, width);
    }

    [Fact]
    public void Snapshot_Sac_ExportsMeanAndDeviationOfEachObservation()
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(Sac, new TrainerOptions { Threads = 1 });
        trainer.Iterate();
        PolicySnapshot snapshot = trainer.Snapshot();
        Assert.Equal(DistributionKind.StateDependentSquashedGaussian, snapshot.Distribution);
        using PolicyExport export = OnnxExporter.Export(snapshot);
        float[] actions = new float[2], means = new float[2], logStds = new float[2];
        export.Policy.Forward([1, 0, 0, -1, 0, 5], actions, [], means, logStds);
        Assert.Equal(2 * Math.Tanh(means[0]), actions[0], 1e-5);
        Assert.All(logStds, logStd => Assert.InRange(logStd, -20, 2));
        Assert.NotEqual(logStds[0], logStds[1]);
    }

    [Fact]
    public void Iterate_AnotherSeed_GivesOtherWeights() => 
        Assert.NotEqual(Train<PendulumV1>(Sac, 1, 4, seed: 1), Train<PendulumV1>(Sac, 1, 4, seed: 2));

    [Theory]
    [InlineData(1, 0.25f, 50)]
    [InlineData(1, 3, 600)]
    [InlineData(5, 1, 40)] // Of 60 time steps the first 20 wait for 100 transitions.
    public void Iterate_AnyUpdatesToData_MakesAsManyUpdates(int numEnvs, float updatesPerStep, long expected)
    {
        SacConfig config = Sac with
        {
            NumEnvs = numEnvs,
            UpdatesPerStep = updatesPerStep,
            NumSteps = 300 / numEnvs,
            LearningStarts = 100,
            MinibatchSize = 16,
        };
        using var trainer = (OffPolicyTrainer)Trainer.Create<PendulumV1>(config, new TrainerOptions { Threads = 2 });
        trainer.Iterate();
        Assert.Equal((300, expected), (trainer.EnvSteps, trainer.Updates));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.RMSProp)]
    [InlineData(OptimizerKind.AdamW)]
    public void TemperatureOptimizer_AnyOfTheWeights_IsAdamWithoutDecay(OptimizerKind kind)
    {
        ISoftConfig config = new SacConfig
        {
            Optimizer = new OptimizerConfig { Kind = kind, WeightDecay = 0.1f, LearningRate = 0.02f, Momentum = 0.9f },
        };
        OptimizerConfig expected = config.Optimizer with { Kind = OptimizerKind.Adam, WeightDecay = 0 };
        Assert.Equal(expected, config.TemperatureOptimizer);
        Assert.Equal(0.5f, ((ISoftConfig)new SacConfig { TemperatureLearningRate = 0.5f }).TemperatureOptimizer!.LearningRate);
        Assert.Null(((ISoftConfig)new SacConfig { AutoTemperature = false }).TemperatureOptimizer);
    }

    [Fact]
    public void Iterate_Metrics_AreThoseOfTheAlgorithm()
    {
        using ITrainer sac = Trainer.Create<PendulumV1>(Sac, new TrainerOptions { Threads = 1 });
        IterationMetrics metrics = sac.Iterate();
        Assert.Equal(
            (string[])[
                "rollout/exploration_rate", "train/n_updates", "train/critic_loss", "train/mean_q", "train/actor_loss", "train/grad_norm",
                "train/learning_rate", "train/entropy", "train/ent_coef",
            ],
            metrics.Metrics.Select(metric => metric.Name));
        Assert.All(metrics.Values, value => Assert.True(double.IsFinite(value)));
        using ITrainer td3 = Trainer.Create<PendulumV1>(Td3, new TrainerOptions { Threads = 1 });
        UnknownNameException missing = Assert.Throws<UnknownNameException>(() => td3.Iterate()["train/ent_coef"]);
        Assert.Contains("'train/ent_coef'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Iterate_KnownAnswer_IsLearnt()
    {
        OffPolicyConfig[] configs =
            [Ddpg with { Optimizer = Fast(Ddpg) }, Td3 with { Optimizer = Fast(Td3) }, Sac with { Optimizer = Fast(Sac) }];
        foreach (OffPolicyConfig config in configs)
        {
            using ITrainer trainer = Trainer.Create<ContinuousIdentityEnvironment>(
                config with { NumEnvs = 16, MinibatchSize = 128, NumSteps = 400, LearningStarts = 200, Tau = 0.05f },
                new TrainerOptions { Threads = 2 });
            trainer.Iterate();
            double score = new Evaluator(
                count => Envs.EnvironmentEntry.Of<ContinuousIdentityEnvironment>().CreateVectorEnvironment(count),
                1).Run(trainer.Snapshot(), 100).MeanReturn;
            Assert.True(score > -0.02, $"{config.Algorithm} returns {score}.");
        }
    }

    [Fact]
    public void Iterate_Diverging_NamesTheQuantityAndKeepsFiniteWeights()
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(
            Td3 with { Optimizer = Td3.Optimizer with { LearningRate = 1e18f } }, new TrainerOptions { Threads = 2 });
        DivergedException thrown = Assert.Throws<DivergedException>(() =>
        {
            for (int i = 0; i < 10; i++)
                trainer.Iterate();
        });
        Assert.Contains("critic loss", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("in iteration ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("learningRate", thrown.Message, StringComparison.Ordinal);
        Assert.All(trainer.Snapshot().Parameters, parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Iterate_AfterWarmUp_AllocatesNothing(int threads)
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(Sac, new TrainerOptions { Threads = threads });
        for (int i = 0; i < 3; i++)
            trainer.Iterate();

        // Short windows, since on a busy machine the test host's own threads allocate in every long one.
        long least = long.MaxValue;
        for (int window = 0; window < 40 && least > 0; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 2; i++)
                trainer.Iterate();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Dispose_AfterTraining_FreesAllBuffers()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = AlignedBuffer.LiveBytes;
        using (ITrainer trainer = Trainer.Create<PendulumV1>(Td3, new TrainerOptions { Threads = 2 }))
            trainer.Iterate();
        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    [Fact]
    public void Create_WrongSettings_NamesThemWithValueAndRemedy()
    {
        string message = Refused<PendulumV1>(Td3 with
        {
            Tau = 0, Gamma = 1.5f, ReplaySize = 10, StartEpsilon = 2, EpsilonDecay = 0, UpdatesPerStep = 0, ReturnSteps = 0,
            PolicyDelay = 0, TargetNoise = -1,
        });
        foreach (string part in (string[])[
            "'tau' must be in (0, 1]", "but is 0", "'gamma'", "1.5", "'replaySize' must hold at least one minibatch of 32", "but is 10",
            "'startEpsilon'", "'epsilonDecay'",
            "'updatesPerStep'", "'returnSteps'", "'policyDelay'", "'targetNoise'"])
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains(
            "'sac-discrete' is for discrete actions, but those of 'Pendulum-v1' are continuous", Refused<PendulumV1>(SacDiscrete),
            StringComparison.Ordinal);
        Assert.Contains(
            "'clearReplay' needs new", Refused<CartPoleV1>(QActorCritic with { ClearReplay = true, UpdateInterval = 1 }),
            StringComparison.Ordinal);
        Assert.Contains(
            "(updateInterval × updatesPerStep, now 3) divide criticUpdates (now 4)",
            Refused<CartPoleV1>(QActorCritic with { ClearReplay = true, UpdateInterval = 16, UpdatesPerStep = 0.1875f }),
            StringComparison.Ordinal);
        Assert.Contains(
            "'actionBranch' must end as wide", Refused<PendulumV1>(Ddpg with { ObservationBranch = [4], ActionBranch = [5] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "'sac' is for continuous actions, but those of 'CartPole-v1' are discrete", Refused<CartPoleV1>(Sac), StringComparison.Ordinal);
    }

    private static string Refused<TEnv>(OffPolicyConfig config)
        where TEnv : struct, IEnvironment => Assert.Throws<GpuAcException>(() => Trainer.Create<TEnv>(config)).Message;

    private static T Small<T>(T config)
        where T : OffPolicyConfig =>
            (T)(config with { HiddenSizes = [16, 16], MinibatchSize = 32, NumSteps = 120, LearningStarts = 40, ReplaySize = 5000 });

    private static Kernels.Optimizers.OptimizerConfig Fast(OffPolicyConfig config) => config.Optimizer with { LearningRate = 5e-3f };

    private static void AssertSameBits(OffPolicyConfig config, int width) => AssertSameBits<PendulumV1>(config, width);

    private static void AssertSameBits<TEnv>(OffPolicyConfig config, int width)
        where TEnv : struct, IEnvironment
    {
        float[] expected = Train<TEnv>(config, threads: 1, width, seed: 7);
        foreach (int threads in new[] { 1, 2, 3 })
            Assert.Equal(expected, Train<TEnv>(config, threads, width, seed: 7));
    }

    private static float[] Train<TEnv>(OffPolicyConfig config, int threads, int width, ulong seed)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Seed = seed, Threads = threads, LaneWidth = width });
        for (int i = 0; i < 2; i++)
            trainer.Iterate();
        return trainer.Snapshot().Parameters;
    }
}
