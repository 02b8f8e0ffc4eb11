using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Returns;

public class EpisodeReturnTests
{
    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_RandomRollout_IsMonteCarloOfACriticThatKnowsNothing(int width)
    {
        // With V = 0 everywhere, nothing is bootstrapped anywhere.
        Rollout expected = Rollout.Random(9, 40, 21), actual = Rollout.Random(9, 40, 21);
        Array.Clear(expected.Values);
        Array.Clear(expected.FinalValues);
        var settings = new ReturnSettings { Gamma = 0.95f };
        expected.Estimate<MonteCarloReturn>(width, settings);
        actual.Estimate<EpisodeReturn>(width, settings);
        for (int e = 0; e < actual.NumEnvs; e++)
        {
            for (int t = 0; t < actual.NumSteps; t++)
            {
                Assert.Equal(expected.Targets[t, e], actual.Targets[t, e]);
                Assert.Equal(actual.Targets[t, e] - actual.Values[t, e], actual.Advantages[t, e]);
            }
        }
    }

    [Fact]
    public void Compute_WithoutBaseline_NoValueReachesTheAdvantages()
    {
        Rollout rollout = Rollout.OfOne(float.NaN, 1, 2, 4);
        rollout.Truncate(1, 0, float.NaN);
        rollout.Estimate<EpisodeReturn>(1, new ReturnSettings { Gamma = 0.5f, WithoutBaseline = true });
        Assert.Equal([2f, 2f, 4f], Enumerable.Range(0, 3).Select(t => rollout.Advantages[t, 0]));
    }
}
