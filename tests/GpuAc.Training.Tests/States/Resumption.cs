using GpuAc.Envs.Contracts;
using GpuAc.Kernels.States;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.States;

/// <summary>Goes on from a saved state, and compares that with never having stopped.</summary>
internal static class Resumption
{
    /// <summary>
    /// Trains twice as many iterations at a stretch, and with a stop in the middle, from where another trainer goes on; everything must be
    /// the same to the last bit.
    /// </summary>
    /// <param name="config">Settings.</param>
    /// <param name="options">Of the trainer that does not stop and of the one that does.</param>
    /// <param name="going">Of the one that goes on; only threads may differ.</param>
    /// <param name="iterations">Iterations before the stop, and after.</param>
    public static void Check<TEnv>(TrainerConfig config, TrainerOptions options, TrainerOptions going, int iterations)
        where TEnv : struct, IEnvironment
    {
        using ITrainer whole = Trainer.Create<TEnv>(config, options);
        for (int i = 0; i < iterations; i++)
            whole.Iterate();
        TrainerState state = Stop<TEnv>(config, options, iterations);
        using ITrainer resumed = Trainer.Create<TEnv>(config, going);
        resumed.Restore(state);
        AssertSamePolicy(whole.Snapshot(), resumed.Snapshot());
        Assert.Equal(whole.EnvSteps, resumed.EnvSteps);
        for (int i = 0; i < iterations; i++)
            AssertSame(whole.Metrics, whole.Iterate(), resumed.Iterate());
        AssertSamePolicy(whole.Snapshot(), resumed.Snapshot());
        if (!((config as OnPolicyConfig)?.PlaysWholeEpisodes ?? true))
            Assert.Equal(((OnPolicyTrainer)whole).Engine.DownloadRollout(), ((OnPolicyTrainer)resumed).Engine.DownloadRollout());
        AssertSame(whole.Save(), resumed.Save());
    }

    /// <summary>Fails unless two states are the same to the last bit.</summary>
    public static void AssertSame(TrainerState expected, TrainerState actual)
    {
        Assert.Equal((expected.Algorithm, expected.Iteration, expected.EnvSteps), (actual.Algorithm, actual.Iteration, actual.EnvSteps));
        Assert.Equal(expected.Updates, actual.Updates);
        EngineState one = expected.Engine, other = actual.Engine;
        Assert.Equal(one.Texts, other.Texts);
        Assert.Equal(one.Integers, other.Integers);
        Assert.Equal(one.Doubles.Keys, other.Doubles.Keys);
        Assert.Equal(one.Floats.Keys, other.Floats.Keys);
        foreach ((string name, double[] values) in one.Doubles)
            Assert.True(Bits<double>(values).SequenceEqual(Bits<double>(other.Doubles[name])), $"'{name}' differs.");
        foreach ((string name, float[] values) in one.Floats)
            Assert.True(Bits<float>(values).SequenceEqual(Bits<float>(other.Floats[name])), $"'{name}' differs.");
    }

    private static TrainerState Stop<TEnv>(TrainerConfig config, TrainerOptions options, int iterations)
        where TEnv : struct, IEnvironment
    {
        using ITrainer stopped = Trainer.Create<TEnv>(config, options);
        for (int i = 0; i < iterations; i++)
            stopped.Iterate();
        return stopped.Save();
    }

    private static void AssertSame(IReadOnlyList<Metric> metrics, in IterationMetrics expected, in IterationMetrics actual)
    {
        Assert.Equal((expected.Iteration, expected.EnvSteps, expected.Episodes), (actual.Iteration, actual.EnvSteps, actual.Episodes));
        Assert.Equal((expected.MeanReturn, expected.MeanLength), (actual.MeanReturn, actual.MeanLength));
        foreach (Metric metric in metrics)
            Assert.Equal(expected[metric], actual[metric]);
    }

    private static void AssertSamePolicy(PolicySnapshot expected, PolicySnapshot actual)
    {
        Assert.True(Bits<float>(expected.Parameters).SequenceEqual(Bits<float>(actual.Parameters)), "Parameters differ.");
        Assert.Equal(expected.RewardScale, actual.RewardScale);
        Assert.Equal(expected.Normalization?.Mean, actual.Normalization?.Mean);
        Assert.Equal(expected.Normalization?.Variance, actual.Normalization?.Variance);
    }

    private static ReadOnlySpan<byte> Bits<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values);
}
