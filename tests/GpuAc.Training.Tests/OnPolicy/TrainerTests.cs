using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.OnPolicy;

public class TrainerTests
{
    public static TheoryData<bool, bool> OnOff => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(OnOff))]
    public void Iterate_FirstOfA2c_LearnsFromWhatWasActedOn(bool normalizeObservations, bool squash)
    {
        // One gradient step after the rollout: the policy that learns is the one that acted, so both must agree about every sample.
        foreach (int width in LaneRunner.AllWidths)
        {
            OnPolicyConfig config = TestSettings.A2c with { NormalizeObservations = normalizeObservations };
            AssertFirstKlIsZero<CartPoleV1>(config, width);
            AssertFirstKlIsZero<PendulumV1>(config with { SquashActions = squash }, width);
            AssertFirstKlIsZero<AcrobotV1>(config with { SharedBody = true }, width);
        }
    }

    [Fact]
    public void Iterate_EveryIteration_ReportsWhatHappened()
    {
        OptimizerConfig linear = TestSettings.Ppo.Optimizer with { Schedule = LearningRateSchedule.Linear, FinalLearningRate = 1e-4f };
        using ITrainer trainer = Trainer.Create<ClockEnvironment>(
            TestSettings.Ppo with { TotalSteps = 3 * 1536, Optimizer = linear }, new TrainerOptions { Threads = 2 });
        Assert.Equal((0, 3 * 1536), (trainer.EnvSteps, trainer.TotalSteps));
        for (int i = 1; i <= 4; i++)
        {
            IterationMetrics metrics = trainer.Iterate();
            Assert.Equal((i, i * 1536, i * 1536), (metrics.Iteration, metrics.EnvSteps, trainer.EnvSteps));
            Assert.InRange(metrics.MeanLength, 2, 7);
            Assert.InRange(metrics.Episodes, 1536 / 7 - 96, 1536 / 2);
            Assert.InRange(metrics[OnPolicyMetrics.Entropy], 0.5, Math.Log(3) + 1e-5);
            Assert.True(metrics[OnPolicyMetrics.GradientNorm] > 0 && metrics[OnPolicyMetrics.ValueLoss] > 0);
            Assert.True(metrics[OnPolicyMetrics.ApproxKl] >= 0 && metrics[OnPolicyMetrics.ExplainedVariance] <= 1);
            Assert.True(
                metrics.Times.RolloutSeconds > 0 && metrics.Times.LearnSeconds > 0 && metrics.Times.ScanSeconds > 0
                    && metrics.Times.OptimizeSeconds > 0);
            Near.Equal(
                1e-3 - 9e-4 * Math.Min(1, (i - 1) / 3.0), metrics[OnPolicyMetrics.LearningRate], 1e-6, 0,
                $"learning rate of iteration {i}");
        }
    }

    [Fact]
    public void Snapshot_Discrete_DescribesEnvironmentAndRun()
    {
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            TestSettings.Ppo with { NormalizeObservations = true }, new TrainerOptions { Seed = 5, Threads = 1 });
        trainer.Iterate();
        PolicySnapshot snapshot = trainer.Snapshot();
        Assert.Equal(DistributionKind.Categorical, snapshot.Distribution);
        Assert.Equal(CartPoleV1.Spec.Observation.Select(dimension => dimension.Name), snapshot.ObservationNames);
        Assert.Equal(CartPoleV1.Spec.Observation.Select(dimension => dimension.High), snapshot.ObservationHigh);
        Assert.Equal(CartPoleV1.Spec.Action.Names, snapshot.ActionNames);
        Assert.Empty(snapshot.ActionLow);
        Assert.Equal(snapshot.Network.ParameterCount, snapshot.Parameters.Length);
        Assert.All(snapshot.Parameters, parameter => Assert.True(float.IsFinite(parameter)));
        Assert.NotNull(snapshot.Normalization);
        Assert.All(snapshot.Normalization.Variance, variance => Assert.InRange(variance, 1e-6f, 10));
        PolicyProvenance provenance = snapshot.Provenance;
        Assert.Equal(
            ("CartPole-v1", "ppo", 5ul, 1536),
            (provenance.EnvironmentId, provenance.Algorithm, provenance.Seed, provenance.TrainingSteps));
    }

    [Fact]
    public void Snapshot_Continuous_HasTheBoundsOfItsActions()
    {
        foreach (bool squash in new[] { false, true })
        {
            using ITrainer trainer = Trainer.Create<PendulumV1>(
                TestSettings.A2c with { SquashActions = squash }, new TrainerOptions { Threads = 1 });
            PolicySnapshot snapshot = trainer.Snapshot();
            Assert.Equal(squash ? DistributionKind.SquashedGaussian : DistributionKind.DiagonalGaussian, snapshot.Distribution);
            Assert.Equal([-2f], snapshot.ActionLow);
            Assert.Equal([2f], snapshot.ActionHigh);
            Assert.Null(snapshot.Normalization);
            Assert.Equal(1, snapshot.Network.LogStdCount);
        }
    }

    [Fact]
    public void Create_ByCatalogEntry_TrainsAsByType()
    {
        var options = new TrainerOptions { Threads = 1 };
        using ITrainer byType = Trainer.Create<CartPoleV1>(TestSettings.A2c, options),
            byEntry = Trainer.Create(EnvironmentCatalog.Find("cartpole"), TestSettings.A2c, options);
        byType.Iterate();
        byEntry.Iterate();
        Assert.Equal(byType.Snapshot().Parameters, byEntry.Snapshot().Parameters);
    }

    [Fact]
    public void Create_SeveralSettingsWrong_NamesThemAll()
    {
        PpoConfig config = TestSettings.Ppo with { Gamma = 2, NumEpochs = 0, Optimizer = new OptimizerConfig { LearningRate = -1 } };
        GpuAcException thrown = Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(config, new TrainerOptions { Threads = 0 }));
        foreach (string part in new[] { "'gamma'", "'numEpochs'", "'learningRate'", "'threads'" })
            Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(4, thrown.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Create_NoSuchLaneWidth_SaysWhichThereAre() =>
        Assert.Contains(
            "16",
            Assert.Throws<GpuAcException>(() => Trainer.Create<CartPoleV1>(TestSettings.Ppo, new TrainerOptions { LaneWidth = 5 })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Iterate_EnvironmentReturnsNaN_NamesEnvironmentAndStep(int threads)
    {
        GpuAcException reward = ThrownBy<FaultyRewardEnvironment>(threads);
        Assert.StartsWith("Environment 'FaultyReward-v0' returned NaN as reward of environment ", reward.Message, StringComparison.Ordinal);
        Assert.Contains("in step 3;", reward.Message, StringComparison.Ordinal);

        GpuAcException observation = ThrownBy<FaultyObservationEnvironment>(threads);
        Assert.Contains("as observation 'count' of environment", observation.Message, StringComparison.Ordinal);
        Assert.Contains("in step 5;", observation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Iterate_TrainingDiverges_SaysWhatToTry()
    {
        PpoConfig config = TestSettings.Ppo with
        {
            MaxGradNorm = float.PositiveInfinity,
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e30f },
        };
        using ITrainer trainer = Trainer.Create<CartPoleV1>(config, new TrainerOptions { Threads = 1 });
        DivergedException thrown = Assert.Throws<DivergedException>(() =>
        {
            for (int i = 0; i < 5; i++)
                trainer.Iterate();
        });
        Assert.Contains("smaller learningRate (now 1E+30)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"the {thrown.Quantity} was not finite in iteration {thrown.Iteration}", thrown.Message, StringComparison.Ordinal);
        Assert.InRange(thrown.Iteration, 1, 3);
        Assert.All(trainer.Snapshot().Parameters, parameter => Assert.True(float.IsFinite(parameter)));
    }

    private static void AssertFirstKlIsZero<TEnv>(OnPolicyConfig config, int width)
        where TEnv : struct, IEnvironment
    {
        using var trainer = (OnPolicyTrainer)Trainer.Create<TEnv>(config, new TrainerOptions { Threads = 1, LaneWidth = width });
        trainer.Iterate();
        Assert.InRange(trainer.Engine.Collect().Learning.ApproxKl, 0, 1e-10);
    }

    private static GpuAcException ThrownBy<TEnv>(int threads)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(TestSettings.Ppo, new TrainerOptions { Threads = threads });
        return Assert.Throws<EnvironmentFailureException>(() => trainer.Iterate());
    }
}
