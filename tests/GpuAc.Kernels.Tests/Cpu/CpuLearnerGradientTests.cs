using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Cpu;

public class CpuLearnerGradientTests
{
    private const float Shift = 0.3f;
    private const float Scale = 0.8f;

    /// <summary>Not a multiple of 64: the last tile is ragged.</summary>
    private const int Samples = 100;

    private static readonly PpoLoss Ppo =
        new() { ClipRange = 0.2f, ValueClipRange = 0.3f, ValueCoefficient = 0.7f, EntropyCoefficient = 0.05f };

    private static readonly A2CLoss A2C =
        new() { ValueCoefficient = Ppo.ValueCoefficient, EntropyCoefficient = Ppo.EntropyCoefficient };

    public static TheoryData<DistributionKind, bool> Cases
    {
        get
        {
            var data = new TheoryData<DistributionKind, bool>();
            foreach (DistributionKind kind in Enum.GetValues<DistributionKind>())
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Learn_Ppo_GradientIsThatOfTheWholeLoss(DistributionKind kind, bool sharedBody) =>
        AssertGradient(kind, sharedBody, Ppo, isPpo: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Learn_A2C_GradientIsThatOfTheWholeLoss(DistributionKind kind, bool sharedBody) =>
        AssertGradient(kind, sharedBody, A2C, isPpo: false);

    [Theory]
    [InlineData(DistributionKind.Categorical)]
    [InlineData(DistributionKind.DiagonalGaussian)]
    [InlineData(DistributionKind.SquashedGaussian)]
    public void Learn_RaggedLastTile_IgnoresWhatPadsIt(DistributionKind kind)
    {
        var learnCase = new LearnCase(kind, Samples, [5, 4]);
        foreach (int width in LaneRunner.AllWidths)
        {
            using LearnerFixture<PpoLoss> zeros = learnCase.Create<PpoLoss>(1, width),
                ones = learnCase.Create<PpoLoss>(1, width, padding: 1);
            LearnStatistics expected = zeros.Learn(OneStep(Samples), Ppo, 0, Shift, Scale);
            LearnStatistics actual = ones.Learn(OneStep(Samples), Ppo, 0, Shift, Scale);
            Assert.Equal(zeros.Gradients, ones.Gradients);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Learn_Minibatches_AreDisjointPartsOfTheRollout()
    {
        // With a step size too small to matter, the mean of the minibatches' gradients is the whole rollout's, whatever the order.
        var learnCase = new LearnCase(DistributionKind.Categorical, 256, [5]);
        using LearnerFixture<A2CLoss> whole = learnCase.Create<A2CLoss>(2, 4), parts = learnCase.Create<A2CLoss>(2, 4);
        whole.Learn(OneStep(256) with { Optimizer = Sgd(1) }, A2C, 0, 0, 1);
        parts.Learn(OneStep(64) with { Optimizer = Sgd(4e-4f) }, A2C, 0, 0, 1);
        for (int i = 0; i < learnCase.Parameters.Length; i++)
        {
            double step = whole.Parameters[i] - learnCase.Parameters[i];
            double sumOfSteps = (parts.Parameters[i] - learnCase.Parameters[i]) / 1.6e-3;
            Near.Equal(step, sumOfSteps, 2e-3, 6e-4, $"parameter {i}");
        }
    }

    private static void AssertGradient<TLoss>(DistributionKind kind, bool sharedBody, TLoss loss, bool isPpo)
        where TLoss : unmanaged, IPolicyLoss
    {
        var learnCase = new LearnCase(kind, Samples, [5, 4], sharedBody);
        var reference = new LearnReference(learnCase, Ppo, isPpo, Shift, Scale);
        double[] expected = reference.Gradient();
        LearnReference.Terms terms = reference.Evaluate([.. learnCase.Parameters]);
        foreach (int width in LaneRunner.AllWidths)
        {
            using LearnerFixture<TLoss> fixture = learnCase.Create<TLoss>(2, width);
            LearnStatistics statistics = fixture.Learn(OneStep(Samples), loss, 0, Shift, Scale);
            float[] actual = fixture.Gradients;
            for (int i = 0; i < actual.Length; i++)
                Near.Equal(expected[i], actual[i], 2e-5, 2e-6, $"gradient {i} of {actual.Length} at width {width}");
            Near.Equal(terms.Policy, statistics.PolicyLoss, 1e-5, 1e-6, "policy loss");
            Near.Equal(terms.Value, statistics.ValueLoss, 1e-5, 1e-6, "value loss");
            Near.Equal(terms.Entropy, statistics.Entropy, 1e-5, 1e-6, "entropy");
            Near.Equal(terms.ApproxKl, statistics.ApproxKl, 1e-5, 1e-6, "approximate KL");
            Near.Equal(terms.ClipFraction, statistics.ClipFraction, 1e-5, 0, "clip fraction");
            Near.Equal(Math.Sqrt(expected.Sum(slope => slope * slope)), statistics.GradientNorm, 1e-5, 0, "gradient norm");
        }
    }

    private static LearnPlan OneStep(long minibatchSize) => new()
    {
        NumEpochs = 1,
        MinibatchSize = minibatchSize,
        Optimizer = Sgd(0.01f),
        MaxGradNorm = float.PositiveInfinity,
    };

    private static OptimizerConfig Sgd(float learningRate) => new() { Kind = OptimizerKind.Sgd, LearningRate = learningRate };
}
