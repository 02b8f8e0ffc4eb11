using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>One iteration from the same weights and seed, on the CPU and on every accelerator.</summary>
internal static class Agreement
{
    /// <summary>Actions, states, log-probabilities and advantages within 1e-4, weights within 1e-3.</summary>
    private static readonly Metric[] Compared =
        [OnPolicyMetrics.PolicyLoss, OnPolicyMetrics.ValueLoss, OnPolicyMetrics.Entropy, OnPolicyMetrics.GradientNorm];

    public static void Check<TEnv>(OnPolicyConfig config, ulong seed = 5, int iterations = 1)
        where TEnv : struct, IEnvironment
    {
        using var expected = (OnPolicyTrainer)Trainer.Create<TEnv>(config, new TrainerOptions { Seed = seed, LaneWidth = 1 });
        IterationMetrics expectedMetrics = Run(expected, iterations);
        float[] rollout = expected.Engine.DownloadRollout(), weights = expected.Snapshot().Parameters;
        foreach (DeviceKind device in PresentDevices.All)
        {
            using var actual = (OnPolicyTrainer)Trainer.Create<TEnv>(config, new TrainerOptions { Seed = seed, Device = device });
            IterationMetrics metrics = Run(actual, iterations);
            string where = $"{config.Algorithm} on {TEnv.Spec.Id}, {device}";
            Assert.Equal(expectedMetrics.EnvSteps, metrics.EnvSteps);
            Assert.Equal(expectedMetrics.Episodes, metrics.Episodes);
            Near(expectedMetrics.MeanReturn, metrics.MeanReturn, 1e-4, $"{where}: mean return");
            foreach (Metric metric in Compared.Intersect(expected.Metrics))
            {
                Near(
                    expectedMetrics[metric], metrics[metric], 1e-3, $"{where}: {metric.Name}",
                    metric == OnPolicyMetrics.PolicyLoss ? 1e-4 : 1e-6);
            }

            if (!config.PlaysWholeEpisodes)
                CheckRows(rollout, actual.Engine.DownloadRollout(), $"{where}: rollout");
            float[] trained = actual.Snapshot().Parameters;
            for (int i = 0; i < weights.Length; i++)
                Near(weights[i], trained[i], 1e-3, $"{where}: weight {i}", 1e-4);
        }
    }

    private static void CheckRows(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Near(expected[i], actual[i], 1e-4, $"{what}, value {i}", 1e-4);
    }

    private static IterationMetrics Run(ITrainer trainer, int iterations)
    {
        for (int i = 1; i < iterations; i++)
            trainer.Iterate();
        return trainer.Iterate();
    }

    private static void Near(double expected, double actual, double relative, string what, double absolute = 1e-6) =>
        Assert.True(
            double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= absolute + (relative * Math.Abs(expected)),
            $"{what}: expected {expected}, but is {actual}");
}
