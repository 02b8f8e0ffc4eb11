using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Tests.Support;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;

namespace GpuAc.Envs.Tests.Vectorized;

/// <summary>Stepping with random actions takes real steps: right statistics, at any width, number of environments and threads.</summary>
[Collection(SerialCollection.Name)]
public class RandomSteppingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(65)]
    [InlineData(1000)]
    public void RunRound_AnyNumberOfEnvironments_CountsOnlyThose(int numEnvs)
    {
        using var stepping = new RandomStepping<PendulumV1, Lane8>(numEnvs, 3);
        SteppingTotals totals = Run(stepping, rounds: 2);
        Assert.Equal(2L * numEnvs * stepping.StepsPerRound, totals.Steps);
        Assert.Equal(2L * stepping.StepsPerRound / 200 * numEnvs, totals.Episodes);
        Assert.Equal(200 * totals.Episodes, totals.EpisodeSteps);
        Assert.InRange(totals.RewardSum / totals.Steps, -16.28, 0);
    }

    [Fact]
    public void RunRound_CartPole_HasTheKnownEpisodeLength()
    {
        // Random actions keep the pole up for some 22 steps, in the reference too. The range is five standard errors wide.
        using var stepping = new RandomStepping<CartPoleV1, Lane4>(512, 1);
        SteppingTotals totals = Run(stepping, rounds: 8);
        Assert.InRange((double)totals.EpisodeSteps / totals.Episodes, 21.9, 22.6);
        Assert.Equal(totals.Steps, totals.RewardSum);
    }

    [Fact]
    public void RunRound_Pendulum_HasTheKnownMeanReward()
    {
        // Random torques leave the pendulum swinging about the bottom: about −1200 over 200 steps.
        using var stepping = new RandomStepping<PendulumV1, Lane4>(512, 1);
        SteppingTotals totals = Run(stepping, rounds: 8);
        Assert.InRange(totals.RewardSum / totals.Steps, -6.5, -5.8);
    }

    [Fact]
    public void RunRound_EveryWidth_TakesTheSameSteps()
    {
        // The widths round differently, which moves few episode ends within so short a run.
        SteppingTotals scalar = OneRound<Lane1>(), four = OneRound<Lane4>(), eight = OneRound<Lane8>(), sixteen = OneRound<Lane16>();
        foreach (SteppingTotals wide in new[] { four, eight, sixteen })
        {
            Assert.Equal(scalar.Steps, wide.Steps);
            Assert.InRange(wide.Episodes, scalar.Episodes - 5, scalar.Episodes + 5);
        }

        Assert.Equal((four.Episodes, four.EpisodeSteps), (eight.Episodes, eight.EpisodeSteps));
        Assert.Equal((four.Episodes, four.EpisodeSteps), (sixteen.Episodes, sixteen.EpisodeSteps));

        static SteppingTotals OneRound<F>()
            where F : struct, IFloatLane<F>
        {
            using var stepping = new RandomStepping<CartPoleV1, F>(100, 9);
            return Run(stepping, rounds: 1);
        }
    }

    [Fact]
    public void RunRound_StateAfterwards_IsOfTheEnvironment()
    {
        using var stepping = new RandomStepping<MountainCarV0, Lane4>(70, 2);
        Run(stepping, rounds: 1);
        var state = new float[2];
        for (int env = 0; env < 70; env++)
        {
            stepping.ReadState(env, state);
            Assert.InRange(state[0], -1.2f, 0.6f);
            Assert.InRange(state[1], -0.07f, 0.07f);
        }
    }

    [Fact]
    public void RunRound_EpisodesOfOneStep_StartOverEveryStep()
    {
        // Start states drawn ahead are used up at once here; every further reset of a period must draw its own.
        using var stepping = new RandomStepping<Broken<FaultyEnvironments.EndsAtOnce>, Lane4>(10, 4);
        SteppingTotals totals = Run(stepping, rounds: 1);
        Assert.Equal(totals.Steps, totals.Episodes);
        Assert.Equal(totals.Steps, totals.EpisodeSteps);

        // The reward is the position after a move of ±0.05 from a uniform start, so the mean is a half.
        Assert.InRange(totals.RewardSum / totals.Steps, 0.47, 0.53);
    }

    [Fact]
    public void RandomActions_ManyDraws_AreUniform()
    {
        AssertUniform(new DiscreteSpace("a", "b"));
        AssertUniform(new DiscreteSpace("a", "b", "c"));
        AssertUniform(new DiscreteSpace([.. Enumerable.Range(0, 16).Select(i => $"choice {i}")]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void RandomActions_Continuous_FillTheBox(int dimensions)
    {
        var actions = new RandomActions<Lane1>(
            new BoxSpace([.. Enumerable.Range(0, dimensions).Select(i => new Dimension($"a{i}", -i - 1, 2))]), 5);
        var sums = new double[dimensions];
        int steps = 0;
        Components<Lane1> words = default, action = default;
        for (uint environment = 0; environment < 500; environment++)
        {
            actions.Draw(environment, 0, ref words);
            for (int s = 0; s < actions.StepsPerDraw; s++, steps++)
            {
                actions.Take(ref words, s, ref action);
                for (int i = 0; i < dimensions; i++)
                {
                    Assert.InRange(action[i].Value, -i - 1f, 2f);
                    sums[i] += action[i].Value;
                }
            }
        }

        for (int i = 0; i < dimensions; i++)
            Assert.InRange(
                (sums[i] / steps) - ((1.0 - i) / 2), -5 * (3.0 + i) / Math.Sqrt(12.0 * steps), 5 * (3.0 + i) / Math.Sqrt(12.0 * steps));
    }

    [Fact]
    public void BenchmarkStepping_AnyEnvironment_MeasuresAndFreesItsMemory()
    {
        long before = AlignedBuffer.LiveBytes;
        foreach (EnvironmentEntry entry in EnvironmentCatalog.All)
        {
            SteppingResult result = entry.BenchmarkStepping(100, threads: 3, seconds: 0.02, seed: 1);
            Assert.Equal((100, 2), (result.NumEnvs, result.Threads));
            Assert.Equal(7, result.Repetitions.Count);
            Assert.Contains(result.EnvironmentStepsPerSecond, result.Repetitions);
            Assert.True(result.EnvironmentSteps > 0 && result.EnvironmentStepsPerSecond > 0);
            Assert.True(double.IsFinite(result.RewardSum));
        }

        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    [Theory]
    [InlineData(0, 1, 1.0, "number of environments is 0")]
    [InlineData(1, 0, 1.0, "number of threads is 0")]
    [InlineData(1, 1, 0.0, "0 seconds")]
    [InlineData(1, 1, double.NaN, "NaN seconds")]
    public void BenchmarkStepping_OutOfRange_SaysWhat(int numEnvs, int threads, double seconds, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<GpuAcException>(
                () => EnvironmentCatalog.Find("cartpole").BenchmarkStepping(numEnvs, threads, seconds, 0)).Message);

    private static SteppingTotals Run<TEnv, F>(RandomStepping<TEnv, F> stepping, int rounds)
        where TEnv : struct, IEnvironment
        where F : struct, IFloatLane<F>
    {
        var totals = default(SteppingTotals);
        for (int round = 0; round < rounds; round++)
        {
            for (int block = 0; block < stepping.NumBlocks; block++)
                stepping.RunRound(block, round, ref totals);
        }

        return totals;
    }

    private static void AssertUniform(DiscreteSpace space)
    {
        var actions = new RandomActions<Lane1>(space, 5);
        var counts = new int[space.Size];
        int steps = 0;
        Components<Lane1> words = default, action = default;
        for (uint environment = 0; environment < 1000; environment++)
        {
            actions.Draw(environment, 1, ref words);
            for (int s = 0; s < actions.StepsPerDraw; s++, steps++)
            {
                actions.Take(ref words, s, ref action);
                counts[(int)action[0].Value]++;
            }
        }

        double expected = (double)steps / space.Size;
        Assert.All(counts, count => Assert.InRange(count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected))));
    }
}
