using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Returns;

public class NStepReturnTests
{
    private const double Tolerance = 2e-5;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_RandomRollout_MatchesDefinitionForEveryN(int width)
    {
        foreach (int n in new[] { 1, 2, 3, 5, 19, 20, 21, 1000 })
        {
            var settings = new ReturnSettings { Gamma = 0.95f, ReturnSteps = n };
            Rollout rollout = Rollout.Random(n, 20, 19).Estimate<NStepReturn>(width, settings);
            for (int e = 0; e < rollout.NumEnvs; e++)
            {
                for (int t = 0; t < rollout.NumSteps; t++)
                {
                    double expected = ReturnReference.NStepReturn(rollout, t, e, settings.Gamma, n);
                    Near.Equal(expected, rollout.Targets[t, e], Tolerance, Tolerance, $"target {t}, {e} of n = {n}");
                    Near.Equal(
                        expected - rollout.Values[t, e], rollout.Advantages[t, e], Tolerance, Tolerance, $"advantage {t}, {e} of n = {n}");
                }
            }
        }
    }

    [Fact]
    public void Compute_OneStep_EqualsTemporalDifference()
    {
        Rollout rollout = Rollout.OfOne(2, 1, 3).Estimate<NStepReturn>(1, new ReturnSettings { Gamma = 0.5f, ReturnSteps = 1 });
        Assert.Equal([2f, 4f], [rollout.Targets[0, 0], rollout.Targets[1, 0]]);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(500)]
    public void Compute_AtLeastRolloutLength_EqualsFullBootstrappedReturn(int n)
    {
        Rollout windowed = Rollout.Random(5, 12, 8).Estimate<NStepReturn>(1, new ReturnSettings { Gamma = 0.9f, ReturnSteps = n });
        Rollout full = Rollout.Random(5, 12, 8).Estimate<MonteCarloReturn>(1, new ReturnSettings { Gamma = 0.9f });
        Assert.Equal(full.Targets, windowed.Targets);
        Assert.Equal(full.Advantages, windowed.Advantages);
    }

    [Fact]
    public void Compute_TwoStepsTruncatedMidRollout_BootstrapsFromFinalObservation()
    {
        Rollout rollout = Rollout.OfOne(100, 1, 1, 1, 1);
        rollout.Truncate(1, 0, 8);
        rollout.Estimate<NStepReturn>(1, new ReturnSettings { Gamma = 0.5f, ReturnSteps = 2 });

        // 1 + 0.5 + 0.25·8;  1 + 0.5·8;  then a new episode: 1 + 0.5 + 0.25·100;  1 + 0.5·100 at the end of the rollout.
        Assert.Equal([3.5f, 5f, 26.5f, 51f], Enumerable.Range(0, 4).Select(t => rollout.Targets[t, 0]));
    }
}
