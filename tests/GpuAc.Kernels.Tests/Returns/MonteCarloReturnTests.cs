using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Returns;

public class MonteCarloReturnTests
{
    private const double Tolerance = 3e-5;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_RandomRollout_EqualsGaeWithUnitLambda(int width)
    {
        Rollout monteCarlo = Rollout.Random(9, 50, 21).Estimate<MonteCarloReturn>(width, new ReturnSettings { Gamma = 0.98f });
        Rollout gae = Rollout.Random(9, 50, 21).Estimate<GeneralizedAdvantage>(width, new ReturnSettings { Gamma = 0.98f, GaeLambda = 1 });
        for (int e = 0; e < gae.NumEnvs; e++)
        {
            for (int t = 0; t < gae.NumSteps; t++)
            {
                Near.Equal(gae.Advantages[t, e], monteCarlo.Advantages[t, e], Tolerance, Tolerance, $"advantage {t}, {e}");
                Near.Equal(gae.Targets[t, e], monteCarlo.Targets[t, e], Tolerance, Tolerance, $"target {t}, {e}");
            }
        }
    }

    [Fact]
    public void Compute_EpisodesEndInside_SumsTheirRewardsOnly()
    {
        Rollout rollout = Rollout.OfOne(100, 1, 2, 4, 8);
        rollout.Terminated[1, 0] = 1;
        rollout.Terminated[3, 0] = 1;
        rollout.Estimate<MonteCarloReturn>(1, new ReturnSettings { Gamma = 0.5f });
        Assert.Equal([2f, 2f, 8f, 8f], Enumerable.Range(0, 4).Select(t => rollout.Targets[t, 0]));
    }

    [Fact]
    public void Compute_UnfinishedEpisode_BootstrapsTheTail()
    {
        Rollout rollout = Rollout.OfOne(16, 1, 2).Estimate<MonteCarloReturn>(1, new ReturnSettings { Gamma = 0.5f });
        Assert.Equal([6f, 10f], [rollout.Targets[0, 0], rollout.Targets[1, 0]]);
    }
}
