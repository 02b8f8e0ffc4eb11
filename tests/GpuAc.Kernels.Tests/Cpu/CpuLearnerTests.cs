using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class CpuLearnerTests
{
    private static readonly PpoLoss Ppo = new() { ClipRange = 0.2f, ValueCoefficient = 0.5f, EntropyCoefficient = 0.01f };

    private static readonly A2CLoss A2C = new() { ValueCoefficient = 0.5f, EntropyCoefficient = 0.01f };

    private static readonly LearnPlan Plan = new()
    {
        NumEpochs = 3,
        MinibatchSize = 192,
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        MaxGradNorm = 0.5f,
    };

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    public static TheoryData<OptimizerKind> Optimizers => [.. Enum.GetValues<OptimizerKind>()];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Learn_AnyNumberOfWorkers_GivesTheSameBits(int width)
    {
        // Several blocks of parameters, several tiles a chunk, several minibatches an epoch.
        var learnCase = new LearnCase(DistributionKind.DiagonalGaussian, 12 * 192, [40, 33]);
        float[]? expected = null;
        foreach (int workers in new[] { 1, 2, 3, 5 })
        {
            using LearnerFixture<PpoLoss> fixture = learnCase.Create<PpoLoss>(workers, width);
            LearnStatistics statistics = fixture.Learn(Plan, Ppo, 0, 0, 1);
            Assert.Equal(3, statistics.Epochs);
            expected ??= fixture.Parameters;
            Assert.Equal(expected, fixture.Parameters);
        }

        Assert.NotEqual(learnCase.Parameters, expected);
    }

    [Fact]
    public void Learn_MoreTilesThanChunks_GivesTheSameBitsAndTheReferencesLoss()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 45 * 64 + 7, [6]);
        LearnPlan plan = Plan with { NumEpochs = 1, MinibatchSize = 45 * 64 + 7 };
        LearnReference.Terms terms = new LearnReference(learnCase, Ppo, isPpo: true, 0, 1).Evaluate([.. learnCase.Parameters]);
        float[]? expected = null;
        foreach (int workers in new[] { 1, 2, 3, 5 })
        {
            using LearnerFixture<PpoLoss> fixture = learnCase.Create<PpoLoss>(workers, 4);
            LearnStatistics statistics = fixture.Learn(plan, Ppo, 0, 0, 1);
            Near.Equal(terms.Policy, statistics.PolicyLoss, 1e-5, 1e-6, "policy loss");
            Near.Equal(terms.Value, statistics.ValueLoss, 1e-5, 1e-6, "value loss");
            expected ??= fixture.Parameters;
            Assert.Equal(expected, fixture.Parameters);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Learn_WorkersLeaveInTheMiddle_GivesTheSameBits(int workers)
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 3 * 192, [70, 40]);
        using LearnerFixture<PpoLoss> expected = learnCase.Create<PpoLoss>(1, 4), actual = learnCase.Create<PpoLoss>(workers, 4);
        for (int i = 0; i < 5; i++)
        {
            expected.Learn(Plan, Ppo, 0, 0, 1);
            // Each meets the learner at another barrier, and the last of them maybe none; five workers leave in two steps.
            using var shrinking = new Timer(_ => actual.Pool.Shrink(), null, i / 2, i == 0 ? 0 : 1);
            if (i < 2)
                actual.Pool.Shrink();
            actual.Learn(Plan, Ppo, 0, 0, 1);
            Assert.Equal(expected.Parameters, actual.Parameters);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Learn_AnyOptimizer_LeavesPaddingZero(OptimizerKind kind)
    {
        var optimizer = new OptimizerConfig { Kind = kind, LearningRate = 0.01f, WeightDecay = 0.1f, Momentum = 0.5f };
        foreach (bool shared in new[] { false, true })
        {
            var learnCase = new LearnCase(DistributionKind.SquashedGaussian, 192, [17, 5], shared);
            using LearnerFixture<PpoLoss> fixture = learnCase.Create<PpoLoss>(2, 4);
            for (int i = 0; i < 3; i++)
                fixture.Learn(Plan with { Optimizer = optimizer }, Ppo, 0, 0, 1);
            PaddedLayout layout = fixture.State.Layout;
            foreach (nint part in new[] { 0, 1, 2, 3 })
                PaddingAssert.IsZero(layout, new ReadOnlySpan<float>(fixture.State.Parameters + (part * layout.Length), layout.Length));
        }
    }

    [Fact]
    public void Learn_TargetKlExceeded_StopsAfterThatEpoch()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 3 * 192, [8]);
        LearnPlan wild = Plan with { NumEpochs = 10, Optimizer = new OptimizerConfig { LearningRate = 0.1f } };
        using LearnerFixture<PpoLoss> stopped = learnCase.Create<PpoLoss>(2, 4),
            planned = learnCase.Create<PpoLoss>(2, 4),
            free = learnCase.Create<PpoLoss>(2, 4);

        // The samples' old log-probabilities are off from the start, so the first epoch already exceeds the target.
        LearnStatistics early = stopped.Learn(wild with { TargetKl = 1e-3f }, Ppo, 0, 0, 1);
        Assert.Equal(1, early.Epochs);
        Assert.True(early.ApproxKl > 1.5e-3);
        planned.Learn(wild with { NumEpochs = 1 }, Ppo, 0, 0, 1);
        Assert.Equal(planned.Parameters, stopped.Parameters);

        Assert.Equal(10, free.Learn(wild, Ppo, 0, 0, 1).Epochs);

        // Stopping once does not stop what comes after.
        Assert.Equal(10, stopped.Learn(wild with { TargetKl = 1e6f }, Ppo, 0, 0, 1).Epochs);
    }

    [Fact]
    public void Learn_SeveralMinibatches_AreShuffledByTheSeed()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 4 * 192, [8]);
        using LearnerFixture<PpoLoss> one = learnCase.Create<PpoLoss>(1, 4), other = learnCase.Create<PpoLoss>(1, 4, shuffleSeed: 10);
        one.Learn(Plan with { MinibatchSize = 4 * 192 }, Ppo, 0, 0, 1);
        other.Learn(Plan with { MinibatchSize = 4 * 192 }, Ppo, 0, 0, 1);
        Assert.Equal(one.Parameters, other.Parameters);

        one.Learn(Plan, Ppo, 0, 0, 1);
        other.Learn(Plan, Ppo, 0, 0, 1);
        Assert.NotEqual(one.Parameters, other.Parameters);
    }

    [Fact]
    public void Learn_MaxGradNorm_BoundsTheStep()
    {
        var learnCase = new LearnCase(DistributionKind.DiagonalGaussian, 192, [8]);
        using LearnerFixture<A2CLoss> fixture = learnCase.Create<A2CLoss>(2, 4);
        var sgd = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1 };
        LearnStatistics statistics = fixture.Learn(Plan with { NumEpochs = 1, Optimizer = sgd, MaxGradNorm = 0.01f }, A2C, 0, 0, 1);
        Assert.True(statistics.GradientNorm > 0.1, "The gradient must be large enough to be clipped.");
        double moved = Math.Sqrt(fixture.Parameters.Zip(learnCase.Parameters, (a, b) => Math.Pow((double)a - b, 2)).Sum());
        Near.Equal(0.01, moved, 1e-3, 0, "length of the step");
    }

    [Fact]
    public void Learn_LinearSchedule_TakesTheRateOfItsProgress()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 192, [8]);
        var linear = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.4f, Schedule = LearningRateSchedule.Linear };
        using LearnerFixture<A2CLoss> late = learnCase.Create<A2CLoss>(1, 4), constant = learnCase.Create<A2CLoss>(1, 4);
        late.Learn(Plan with { NumEpochs = 1, Optimizer = linear }, A2C, 0.75, 0, 1);
        constant.Learn(
            Plan with { NumEpochs = 1, Optimizer = linear with { LearningRate = 0.1f, Schedule = LearningRateSchedule.Constant } }, A2C,
            0.75, 0, 1);
        for (int i = 0; i < learnCase.Parameters.Length; i++)
            Near.Equal(constant.Parameters[i], late.Parameters[i], 1e-6, 1e-7, $"parameter {i}");
    }

    [Fact]
    public void Learn_SeveralEpochsOfMinibatches_ReportsMeansOfTheLastEpoch()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 4 * 192, [8]);
        using LearnerFixture<PpoLoss> fixture = learnCase.Create<PpoLoss>(2, 4);
        var frozen = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 1e-30f };
        LearnStatistics statistics = fixture.Learn(Plan with { Optimizer = frozen }, Ppo, 0, 0, 1);
        LearnReference.Terms terms = new LearnReference(learnCase, Ppo, isPpo: true, 0, 1).Evaluate([.. learnCase.Parameters]);
        Near.Equal(terms.Policy, statistics.PolicyLoss, 1e-5, 1e-6, "policy loss");
        Near.Equal(terms.ApproxKl, statistics.ApproxKl, 1e-5, 1e-6, "approximate KL");
        Near.Equal(terms.ClipFraction, statistics.ClipFraction, 1e-6, 0, "clip fraction");
    }
}
