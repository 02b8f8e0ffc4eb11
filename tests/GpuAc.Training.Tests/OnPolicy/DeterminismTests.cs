using GpuAc.Envs.ClassicControl;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.OnPolicy;

public class DeterminismTests
{
    private const int Iterations = 4;

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Iterate_AnyNumberOfThreads_GivesTheSameBits(int width)
    {
        AssertSameBits<CartPoleV1>(TestSettings.Ppo with { NormalizeObservations = true, TargetKl = 0.02f }, width);
        AssertSameBits<PendulumV1>(TestSettings.Ppo with { ScaleRewards = true, SquashActions = true }, width);
        AssertSameBits<AcrobotV1>(TestSettings.A2c with { SharedBody = true }, width);
        AssertSameBits<CartPoleV1>(TestSettings.Reinforce with { NormalizeObservations = true, ScaleRewards = true }, width);
        AssertSameBits<CartPoleV1>(
            TestSettings.A2c with { WholeEpisodes = true, NumSteps = 500, NumEnvs = 1, CriticLearningRate = 0.01f }, width);
        AssertSameBits<PendulumV1>(TestSettings.OneStepAc, width);
        AssertSameBits<PendulumV1>(TestSettings.A2c with { NormalizeObservations = true, ScaleRewards = true }, width);
    }

    [Fact]
    public void Iterate_AnotherSeed_GivesOtherWeights() =>
        Assert.NotEqual(
            Train<CartPoleV1>(TestSettings.Ppo, threads: 1, width: 4, seed: 1),
            Train<CartPoleV1>(TestSettings.Ppo, threads: 1, width: 4, seed: 2));

    [Fact]
    public void Iterate_AnyLaneWidth_AgreesWithinRounding()
    {
        // Few steps: sooner or later a rounding makes one environment draw another action, and from there on runs differ.
        float[] expected = Train<PendulumV1>(TestSettings.A2c, threads: 1, width: 1, seed: 3, iterations: 2);
        foreach (int width in LaneRunner.WideWidths)
        {
            float[] actual = Train<PendulumV1>(TestSettings.A2c, threads: 1, width, seed: 3, iterations: 2);
            for (int i = 0; i < expected.Length; i++)
                Near.Equal(expected[i], actual[i], 1e-3, 1e-4, $"parameter {i} at width {width}");
        }
    }

    private static void AssertSameBits<TEnv>(OnPolicyConfig config, int width)
        where TEnv : struct, IEnvironment
    {
        float[] expected = Train<TEnv>(config, threads: 1, width, seed: 7);
        foreach (int threads in new[] { 1, 2, 3 })
            Assert.Equal(expected, Train<TEnv>(config, threads, width, seed: 7));
    }

    private static float[] Train<TEnv>(OnPolicyConfig config, int threads, int width, ulong seed, int iterations = Iterations)
        where TEnv : struct, IEnvironment
    {
        using ITrainer trainer = Trainer.Create<TEnv>(config, new TrainerOptions { Seed = seed, Threads = threads, LaneWidth = width });
        for (int i = 0; i < iterations; i++)
            trainer.Iterate();
        return trainer.Snapshot().Parameters;
    }
}
