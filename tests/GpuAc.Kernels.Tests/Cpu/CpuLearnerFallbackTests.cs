using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes.Dense;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>What the learner does when something is not finite, with weighted samples, and with a step size of the critic's own.</summary>
public unsafe class CpuLearnerFallbackTests
{
    private static readonly A2CLoss Loss = new() { ValueCoefficient = 0.5f };

    private static readonly LearnPlan Plan = new()
    {
        NumEpochs = 1,
        MinibatchSize = 100,
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        MaxGradNorm = float.PositiveInfinity,
    };

    [Fact]
    public void Learn_ReturnNotFinite_NamesTheLossAndKeepsTheWeights()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 100, [6]);
        foreach (int width in LaneRunner.AllWidths)
        {
            using LearnerFixture<A2CLoss> fixture = learnCase.Create<A2CLoss>(2, width);
            fixture.Samples[1][(fixture.Samples.Return * Tile.Lanes) + 3] = float.NaN;
            Assert.Equal(NonFiniteQuantity.ValueLoss, fixture.Learn(Plan, Loss, 0, 0, 1).NonFinite);
            Assert.Equal(learnCase.Parameters, fixture.Parameters);
            fixture.Samples[1][(fixture.Samples.Advantage * Tile.Lanes) + 3] = float.PositiveInfinity;
            Assert.Equal(NonFiniteQuantity.PolicyLoss, fixture.Learn(Plan, Loss, 0, 0, 1).NonFinite);
            Assert.Equal(learnCase.Parameters, fixture.Parameters);
        }
    }

    [Fact]
    public void Learn_StepTooLarge_FallsBackToTheWeightsThatDidWell()
    {
        var learnCase = new LearnCase(DistributionKind.Categorical, 100, [6]);
        using LearnerFixture<A2CLoss> fixture = learnCase.Create<A2CLoss>(1, 4);
        Assert.Equal(NonFiniteQuantity.None, fixture.Learn(Plan, Loss, 0, 0, 1).NonFinite);
        Assert.NotEqual(learnCase.Parameters, fixture.Parameters);
        LearnPlan wild = Plan with
        {
            Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = float.MaxValue },
        };
        Assert.Equal(NonFiniteQuantity.Weight, fixture.Learn(wild, new A2CLoss { ValueCoefficient = 100 }, 0, 0, 1).NonFinite);
        // Those that began the last call in which everything was finite.
        Assert.Equal(learnCase.Parameters, fixture.Parameters);
    }

    [Fact]
    public void Learn_CriticRateScale_MovesTheCriticAlone()
    {
        var learnCase = new LearnCase(DistributionKind.DiagonalGaussian, 100, [6]);
        LearnPlan sgd = Plan with { Optimizer = new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01f } };
        float[] once = Change(1), thrice = Change(3);
        for (int i = 0; i < once.Length; i++)
        {
            bool critic = i >= learnCase.Network.CriticOffset && i < learnCase.Network.LogStdOffset;
            Near.Equal(once[i] * (critic ? 3 : 1), thrice[i], 1e-3, 1e-6, $"change of parameter {i}");
        }

        float[] Change(float scale)
        {
            using LearnerFixture<A2CLoss> fixture = learnCase.Create<A2CLoss>(1, 8);
            fixture.Learn(sgd with { CriticRateScale = scale }, Loss, 0, 0, 1);
            return [.. fixture.Parameters.Zip(learnCase.Parameters, (after, before) => after - before)];
        }
    }

    [Fact]
    public void Learn_SamplesThatDoNotCount_LearnsAsIfTheyWereNotThere()
    {
        var few = new LearnCase(DistributionKind.Categorical, 70, [6]);
        foreach (int width in LaneRunner.AllWidths)
        {
            using LearnerFixture<A2CLoss> expected = few.Create<A2CLoss>(1, width), actual = few.Create<A2CLoss>(1, width, weighted: 200);
            LearnStatistics all = expected.Learn(Plan with { MinibatchSize = 70 }, Loss, 0, 0, 1);
            LearnStatistics weighted = actual.Learn(Plan with { MinibatchSize = 200 }, Loss, 0, 0, 1);
            Near.Equal(all.PolicyLoss, weighted.PolicyLoss, 1e-5, 1e-6, "policy loss");
            Near.Equal(all.Entropy, weighted.Entropy, 1e-5, 1e-6, "entropy");
            for (int i = 0; i < few.Parameters.Length; i++)
                Near.Equal(expected.Gradients[i], actual.Gradients[i], 1e-4, 1e-6, $"gradient {i}");
        }
    }
}
