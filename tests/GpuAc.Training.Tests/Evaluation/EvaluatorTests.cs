using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Evaluation;

public class EvaluatorTests
{
    [Fact]
    public void Run_KnownReturns_ReportsMeanAndDeviationOfWholeEpisodes()
    {
        // Environment i plays action i mod 5 once: returns 0, 1, 2, 3, 4, 0, 1.
        EvaluationResult result = Create<RankEnvironment>(seed: 0).Run(
            (_, actions) =>
            {
                for (int i = 0; i < actions.Length; i++)
                    actions[i] = i % 5;
            },
            7);
        double mean = 11.0 / 7;
        Assert.Equal((mean, 7), (result.MeanReturn, result.Episodes));
        Assert.Equal(Math.Sqrt(31.0 / 7 - mean * mean), result.StdReturn, 1e-12);
    }

    [Fact]
    public void Run_EpisodesOfDifferentLength_CountsEachOnce()
    {
        // Terminates after L steps, 2 to 11, or at the time limit of 7; pays 0 + 1 + ... and nothing for waiting.
        IReadOnlyList<float>? limits = null;
        EvaluationResult result = Create<ClockEnvironment>(seed: 3).Run(
            (observations, actions) =>
            {
                limits ??= [.. observations.ToArray().Where((_, i) => i % 2 == 1).Select(last => last * 4)];
                actions.Clear();
            },
            100);
        double[] expected = [.. limits!.Select(last => Math.Min(last, 7)).Select(length => length * (length - 1) / 2.0)];
        Assert.Equal(expected.Average(), result.MeanReturn, 1e-9);
        Assert.True(expected.Distinct().Count() > 3);
    }

    [Fact]
    public void Run_Twice_GivesTheSameAndAnotherSeedDoesNot()
    {
        static void GoLeft(ReadOnlySpan<float> observations, Span<float> actions) => actions.Clear();
        EvaluationResult first = Create<CartPoleV1>(seed: 1).Run(GoLeft, 50);
        Assert.Equal(first, Create<CartPoleV1>(seed: 1).Run(GoLeft, 50));
        Evaluator evaluator = Create<CartPoleV1>(seed: 1);
        Assert.Equal(first, evaluator.Run(GoLeft, 50));
        Assert.Equal(first, evaluator.Run(GoLeft, 50));
        Assert.NotEqual(first, Create<CartPoleV1>(seed: 2).Run(GoLeft, 50));
    }

    [Fact]
    public void Run_SeedOfTraining_StartsElsewhereThanTraining()
    {
        float[]? evaluation = null;
        Create<CartPoleV1>(seed: 5).Run(
            (observations, actions) =>
            {
                evaluation ??= observations.ToArray();
                actions.Clear();
            },
            64);
        using IVectorEnvironment training = EnvironmentEntry.Of<CartPoleV1>().CreateVectorEnvironment(64);
        training.Reset(new RandomKey(5, RandomPurpose.Reset));
        Assert.Empty(evaluation!.Intersect(training.Observations.ToArray()));
    }

    [Fact]
    public void Run_Snapshot_PlaysItsDeterministicActions()
    {
        Evaluator evaluator = Create<RankEnvironment>(seed: 0);
        for (int rank = 0; rank < 5; rank++)
            Assert.Equal(new EvaluationResult(rank, 0, 4), evaluator.Run(ScriptedTrainer.PolicyOf(rank), 4));
    }

    [Fact]
    public void Run_RewardNotFinite_NamesTheEnvironment()
    {
        EnvironmentFailureException thrown = Assert.Throws<EnvironmentFailureException>(
            () => Create<FaultyRewardEnvironment>(seed: 0).Run((_, actions) => actions.Clear(), 3));
        Assert.Contains("'FaultyReward-v0'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_GivesUp() => Assert.Throws<OperationCanceledException>(
        () => Create<CartPoleV1>(seed: 0).Run((_, actions) => actions.Clear(), 3, new CancellationToken(canceled: true)));

    [Fact]
    public void Run_NoEpisodes_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create<CartPoleV1>(seed: 0).Run((_, actions) => actions.Clear(), 0));

    private static Evaluator Create<TEnv>(ulong seed)
        where TEnv : struct, IEnvironment => new(count => EnvironmentEntry.Of<TEnv>().CreateVectorEnvironment(count), seed);
}
