using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Rollouts;

public class CpuRolloutTests
{
    public static TheoryData<int> EnvironmentCounts => [1, 5, 63, 64, 65, 200];

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_TerminationsAndTruncations_StoresWhatHappened(int numEnvs)
    {
        foreach (int width in LaneRunner.AllWidths)
            AssertReplays<ClockEnvironment, Categorical>(RolloutFixture.PlanOf(numEnvs, 23), width, rollouts: 3);
    }

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_Normalized_StoresWhatHappenedOnTheScaleOfEarlierRollouts(int numEnvs)
    {
        foreach (int width in LaneRunner.AllWidths)
            AssertReplays<ClockEnvironment, Categorical>(
                RolloutFixture.PlanOf(numEnvs, 23, normalize: true, scale: true), width, rollouts: 3);
    }

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_StaggeredStarts_StoresWhatHappenedAndCountsWholeEpisodesAlone(int numEnvs)
    {
        foreach (int width in LaneRunner.AllWidths)
            AssertReplays<ClockEnvironment, Categorical>(
                RolloutFixture.PlanOf(numEnvs, 9) with { StaggerStarts = true }, width, rollouts: 3);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(65)]
    public void Run_ClassicControl_StoresWhatHappened(int numEnvs)
    {
        foreach (int width in LaneRunner.AllWidths)
        {
            AssertReplays<CartPoleV1, Categorical>(RolloutFixture.PlanOf(numEnvs, 30, normalize: true), width, rollouts: 2);
            AssertReplays<PendulumV1, DiagonalGaussian>(RolloutFixture.PlanOf(numEnvs, 15), width, rollouts: 2);
            AssertReplays<PendulumV1, SquashedGaussian>(RolloutFixture.PlanOf(numEnvs, 15, scale: true), width, rollouts: 2);
        }
    }

    [Fact]
    public void Run_TimeLimitsTerminate_StoresThemAsTerminations()
    {
        RolloutPlan plan = RolloutFixture.PlanOf(70, 23);
        using RolloutFixture expected = RolloutFixture.Create<ClockEnvironment, Categorical>(plan, 1, 8);
        using RolloutFixture actual = RolloutFixture.Create<ClockEnvironment, Categorical>(plan with { TimeLimitsTerminate = true }, 1, 8);
        expected.Run();
        actual.Run();
        int limits = 0;
        for (int t = 0; t < 23; t++)
        {
            for (int env = 0; env < 70; env++)
            {
                float end = expected.Column(t, env, ScanColumns.End);
                Assert.Equal(
                    end == EpisodeEnd.None ? EpisodeEnd.None : EpisodeEnd.Terminated, actual.Column(t, env, ScanColumns.End));
                limits += end == EpisodeEnd.Truncated ? 1 : 0;
            }
        }

        Assert.True(limits > 10);
    }

    [Fact]
    public void Run_AnyNumberOfWorkers_StoresTheSameBits()
    {
        RolloutPlan plan = RolloutFixture.PlanOf(200, 20, normalize: true, scale: true);
        float[]? expected = null;
        foreach (int workers in new[] { 1, 2, 3, 5 })
        {
            using RolloutFixture fixture = RolloutFixture.Create<CartPoleV1, Categorical>(plan, workers, 4);
            fixture.Run();
            fixture.Run();
            float[] actual = AllSamples(fixture);
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Run_AnotherSeed_GoesAnotherWay()
    {
        RolloutPlan plan = RolloutFixture.PlanOf(64, 5);
        using RolloutFixture one = RolloutFixture.Create<CartPoleV1, Categorical>(plan, 1, 4);
        using RolloutFixture other = RolloutFixture.Create<CartPoleV1, Categorical>(plan with { Seed = 12 }, 1, 4);
        one.Run();
        other.Run();
        Assert.NotEqual(AllSamples(one), AllSamples(other));
    }

    private static void AssertReplays<TEnv, TDistribution>(RolloutPlan plan, int width, int rollouts)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        using RolloutFixture fixture = RolloutFixture.Create<TEnv, TDistribution>(plan, workers: 2, width);
        var replay = new RolloutReplay<TEnv, TDistribution>(fixture);
        double rewardScale = 1;
        for (int i = 0; i < rollouts; i++)
        {
            ObservationNormalization? normalization = fixture.Normalizer?.Snapshot();
            RolloutStatistics statistics = fixture.Run();
            replay.AssertMatches(statistics, normalization, rewardScale);
            if (fixture.Normalizer is { } normalizer)
                AssertMoments(replay.Observations, normalizer.Snapshot());
            if (plan.ScaleRewards)
                rewardScale = 1 / Math.Sqrt(Variance(replay.DiscountedReturns) + 1e-8);
        }
    }

    private static void AssertMoments(List<float[]> observations, ObservationNormalization actual)
    {
        for (int i = 0; i < actual.Mean.Length; i++)
        {
            double[] values = [.. observations.Select(observation => (double)observation[i])];
            Near.Equal(values.Average(), actual.Mean[i], 1e-4, 1e-5, $"mean {i}");
            Near.Equal(Variance(values), actual.Variance[i], 1e-4, 1e-5, $"variance {i}");
        }
    }

    private static double Variance(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }

    private static float[] AllSamples(RolloutFixture fixture) =>
    [
        .. from t in Enumerable.Range(0, fixture.Plan.NumSteps)
           from env in Enumerable.Range(0, fixture.Plan.NumEnvs)
           from row in Enumerable.Range(0, fixture.Samples.Advantage)
           select fixture.Sample(t, env, row),
    ];
}
