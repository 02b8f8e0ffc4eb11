using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Rollouts;

/// <summary>Rollouts of whole episodes: one of every environment, each from its start to its end, and nothing after that.</summary>
public class WholeEpisodeTests
{
    private const int Limit = 7;

    public static TheoryData<int> EnvironmentCounts => [1, 5, 64, 150];

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_EveryEnvironment_PlaysOneEpisodeToItsEnd(int numEnvs)
    {
        foreach (int width in LaneRunner.AllWidths)
        {
            using RolloutFixture fixture = Create(numEnvs, workers: 1, width);
            for (int rollout = 0; rollout < 3; rollout++)
            {
                RolloutStatistics statistics = fixture.Run();
                int steps = 0, longest = 0;
                for (int env = 0; env < numEnvs; env++)
                {
                    int length = LengthOf(fixture, env);
                    steps += length;
                    longest = Math.Max(longest, length);
                    for (int t = 0; t < Limit; t++)
                        Assert.Equal(t < length ? 1 : 0, fixture.Sample(t, env, fixture.Samples.Weight));
                }

                Assert.Equal((steps, numEnvs, steps), (statistics.Steps, statistics.Episodes, statistics.LengthSum));
                Assert.Equal(((long)longest * numEnvs, steps), (fixture.Samples.Filled, fixture.Samples.Counted));
            }
        }
    }

    [Fact]
    public void Run_Twice_PlaysOtherEpisodes()
    {
        using RolloutFixture fixture = Create(150, workers: 1, width: 8);
        int[] first = Lengths(fixture), second = Lengths(fixture);
        Assert.NotEqual(first, second);
        Assert.True(first.Distinct().Count() > 3);

        int[] Lengths(RolloutFixture from)
        {
            from.Run();
            return [.. Enumerable.Range(0, 150).Select(env => LengthOf(from, env))];
        }
    }

    [Fact]
    public void Run_AnotherFirstEnvironment_PlaysItsEpisodes()
    {
        using RolloutFixture all = Create(70, workers: 1, width: 4), last = RolloutFixture.Create<ClockEnvironment, Categorical>(
            RolloutFixture.PlanOf(5, Limit) with { WholeEpisodes = true, FirstEnvironment = 65 }, 1, 4);
        all.Run();
        last.Run();
        for (int env = 0; env < 5; env++)
            Assert.Equal(all.Sample(0, 65 + env, 1), last.Sample(0, env, 1));
    }

    [Fact]
    public void Scan_StepsAfterTheEnd_CountForNothing()
    {
        foreach (int width in LaneRunner.AllWidths)
        {
            using RolloutFixture fixture = Create(150, workers: 1, width);
            fixture.Run();
            AdvantageStatistics statistics = fixture.Scan(
                ReturnEstimatorKind.Episode, new ReturnSettings { Gamma = 0.5f, WithoutBaseline = true });
            double sum = 0, squares = 0;
            int count = 0;
            for (int env = 0; env < 150; env++)
            {
                double expected = 0;
                for (int t = LengthOf(fixture, env) - 1; t >= 0; t--)
                {
                    expected = fixture.Column(t, env, ScanColumns.Reward) + (0.5 * expected);
                    Near.Equal(
                        expected, fixture.Sample(t, env, fixture.Samples.Advantage), 1e-5, 1e-5,
                        $"return of step {t} of environment {env}");
                    (sum, squares, count) = (sum + expected, squares + (expected * expected), count + 1);
                }
            }

            Near.Equal(sum / count, statistics.Mean, 1e-5, 1e-5, "mean");
            Near.Equal(Math.Sqrt((squares / count) - (sum / count * (sum / count))), statistics.StandardDeviation, 1e-4, 1e-4, "deviation");
        }
    }

    private static RolloutFixture Create(int numEnvs, int workers, int width) =>
        RolloutFixture.Create<ClockEnvironment, Categorical>(
            RolloutFixture.PlanOf(numEnvs, Limit) with { WholeEpisodes = true }, workers, width);

    // The environment's second observation says after how many steps it terminates.
    private static int LengthOf(RolloutFixture fixture, int env) => Math.Min(Limit, (int)(4 * fixture.Sample(0, env, 1)));
}
