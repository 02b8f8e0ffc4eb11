using FsCheck;
using FsCheck.Fluent;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Returns;

public class GeneralizedAdvantageTests
{
    /// <summary>Float32 against double over at most a few dozen steps of values below 10.</summary>
    private const double Tolerance = 2e-5;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_RandomRollout_MatchesForwardSumOfDeltas(int width)
    {
        var settings = new ReturnSettings { Gamma = 0.97f, GaeLambda = 0.9f };
        Rollout rollout = Rollout.Random(1, 40, 37).Estimate<GeneralizedAdvantage>(width, settings);
        for (int e = 0; e < rollout.NumEnvs; e++)
        {
            for (int t = 0; t < rollout.NumSteps; t++)
            {
                double expected = ReturnReference.GeneralizedAdvantage(rollout, t, e, settings.Gamma, settings.GaeLambda);
                Near.Equal(expected, rollout.Advantages[t, e], Tolerance, Tolerance, $"advantage {t}, {e}");
                Near.Equal(expected + rollout.Values[t, e], rollout.Targets[t, e], Tolerance, Tolerance, $"target {t}, {e}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_TruncatedMidRollout_BootstrapsFromFinalObservation(int width)
    {
        Rollout rollout = Rollout.OfOne(7, 1, 1, 1);
        rollout.Truncate(1, 0, 10);
        rollout.Estimate<GeneralizedAdvantage>(width, new ReturnSettings { Gamma = 0.5f, GaeLambda = 1 });

        // Step 1: 1 + 0.5·10 − 7; step 0: 1 + 0.5·7 − 7 + 0.5·(−1); step 2 is the next episode: 1 + 0.5·7 − 7.
        Assert.Equal([-3f, -1f, -2.5f], [rollout.Advantages[0, 0], rollout.Advantages[1, 0], rollout.Advantages[2, 0]]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Compute_TerminatedMidRollout_DoesNotBootstrap(int width)
    {
        Rollout rollout = Rollout.OfOne(7, 1, 1, 1);
        rollout.Terminated[1, 0] = 1;
        rollout.Estimate<GeneralizedAdvantage>(width, new ReturnSettings { Gamma = 0.5f, GaeLambda = 1 });

        // Step 1: 1 − 7; step 0: 1 + 0.5·7 − 7 + 0.5·(−6).
        Assert.Equal([-5.5f, -6f, -2.5f], [rollout.Advantages[0, 0], rollout.Advantages[1, 0], rollout.Advantages[2, 0]]);
    }

    [Fact]
    public void Compute_ZeroValuesUnitLambda_GivesDiscountedRewards()
    {
        Rollout rollout = Rollout.OfOne(0, 1, 2, 4);
        rollout.Estimate<GeneralizedAdvantage>(1, new ReturnSettings { Gamma = 0.5f, GaeLambda = 1 });
        Assert.Equal([3f, 4f, 4f], [rollout.Advantages[0, 0], rollout.Advantages[1, 0], rollout.Advantages[2, 0]]);
    }

    [Fact]
    public void Compute_ZeroLambda_GivesTemporalDifferences()
    {
        Rollout rollout = Rollout.Random(3, 20, 5).Estimate<GeneralizedAdvantage>(1, new ReturnSettings { Gamma = 0.9f, GaeLambda = 0 });
        for (int t = 0; t < rollout.NumSteps; t++)
        {
            for (int e = 0; e < rollout.NumEnvs; e++)
                Near.Equal(ReturnReference.NStepReturn(rollout, t, e, 0.9f, 1), rollout.Targets[t, e], 1e-5, 1e-5, $"target {t}, {e}");
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.8f)]
    [InlineData(1f)]
    public void Compute_EndlessUnitRewardAtTrueValue_HasNoAdvantage(float lambda)
    {
        const float Gamma = 0.9f;
        Rollout rollout = Rollout.OfOne(1 / (1 - Gamma), Enumerable.Repeat(1f, 64).ToArray());
        rollout.Estimate<GeneralizedAdvantage>(1, new ReturnSettings { Gamma = Gamma, GaeLambda = lambda });
        for (int t = 0; t < 64; t++)
            Near.Equal(0, rollout.Advantages[t, 0], 0, 2e-5, $"advantage {t}");
    }

    [Fact]
    public void Compute_RepeatedSweepsOverEndlessUnitReward_ConvergeToItsValue()
    {
        const float Gamma = 0.9f;
        float value = 0;
        for (int sweep = 0; sweep < 40; sweep++)
        {
            Rollout rollout = Rollout.OfOne(value, Enumerable.Repeat(1f, 16).ToArray());
            value = rollout.Estimate<GeneralizedAdvantage>(1, new ReturnSettings { Gamma = Gamma, GaeLambda = 0.95f }).Targets[0, 0];
        }

        Near.Equal(1 / (1 - 0.9), value, 1e-5, 0, "value of the fixed point");
    }

    [Fact]
    public void Compute_ScaledAndAddedRewards_AreLinear()
    {
        Gen<float[]> rewards = Gen.Choose(-400, 400).Select(i => i / 100f).ArrayOf(24);
        Property linear = Prop.ForAll(Arb.From(rewards), Arb.From(rewards), (first, second) =>
        {
            float[] mixed = [.. first.Zip(second, (a, b) => 2 * a + b)];
            float[] expected = [.. Advantages(first).Zip(Advantages(second), (a, b) => 2 * a + b)];
            return Advantages(mixed).Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
        });
        Check.One(Config.QuickThrowOnFailure.WithReplay(2024, 11), linear);

        static float[] Advantages(float[] rewards)
        {
            Rollout rollout = Rollout.OfOne(0, rewards);
            rollout.Terminated[9, 0] = 1;
            rollout.Truncate(17, 0, 0);
            rollout.Estimate<GeneralizedAdvantage>(1, new ReturnSettings { Gamma = 0.99f, GaeLambda = 0.95f });
            return [.. Enumerable.Range(0, rewards.Length).Select(t => rollout.Advantages[t, 0])];
        }
    }
}
