using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Times the kernels of on-policy training one by one.</summary>
public static class KernelMeasurement
{
    private const int Repetitions = 9;
    private const int SteppingSteps = 256;

    /// <summary>Runs each kernel several times, with a wait after each run.</summary>
    /// <param name="device">Device.</param>
    /// <param name="network">Network.</param>
    /// <param name="initial">Its parameters.</param>
    /// <param name="plan">Sizes.</param>
    /// <param name="minibatchSize">Samples that one run of the learn kernel takes.</param>
    public static IReadOnlyList<KernelTiming> Run<TEnv, TDistribution>(
        AcceleratorDevice device, ActorCriticSpec network, float[] initial, RolloutPlan plan, long minibatchSize)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        EnvironmentSpec spec = TEnv.Spec;
        var layout = new PaddedLayout(network);
        using var parameters = new ParameterBuffers(device, layout);
        parameters.Upload(initial);
        using var rollout = new AcceleratorRollout<TEnv, TDistribution>(device, plan, parameters);
        using var scan = new AcceleratorScan(device, plan, rollout.Buffers);
        using var learner = new AcceleratorLearner<TDistribution, PpoLoss>(
            device, parameters, rollout.Buffers.Rollout, scan.Totals, rollout.Counted, spec.Action.Size, plan.Seed);
        var learning = new LearnPlan
        {
            NumEpochs = 1,
            MinibatchSize = minibatchSize,
            MaxGradNorm = 0.5f,
            Optimizer = new OptimizerConfig(),
        };
        var loss = new PpoLoss { ClipRange = 0.2f, ValueCoefficient = 0.5f };
        var returns = new ReturnSettings { Gamma = plan.Gamma, GaeLambda = 0.95f };
        long samples = (long)plan.NumEnvs * plan.NumSteps;
        double forward = FlopCount.Forward(network), both = FlopCount.ForwardBackward(network);
        int sampleRows = SampleRows.Count(spec.Observation.Count, TDistribution.ActionComponents(spec.Action.Size));

        double stepping = Median(device, rollout.StepRandomly(SteppingSteps));
        double acting = Median(device, rollout.Run);
        rollout.Collect();
        double scanning = Median(device, () => scan.Run(ReturnEstimatorKind.Gae, returns));
        double epoch = Median(device, () => learner.Learn(learning, loss, 0, true));
        learner.Collect(samples);
        double updates = (double)samples / minibatchSize;
        double optimizing = Median(device, learner.OptimizeOnly);
        return
        [
            new("step (random actions)", stepping, 0, 0, (double)plan.NumEnvs * SteppingSteps, 0),
            new("rollout", acting, samples * forward, 4.0 * samples * (sampleRows - 2), samples, rollout.SharedBytes),
            new("scan", scanning, 0, 4.0 * samples * 5, samples, 0),
            new(
                "learn, one minibatch", (epoch / updates) - optimizing, minibatchSize * both, 4.0 * minibatchSize * (sampleRows - 3),
                minibatchSize, learner.SharedBytes),
            new("optimise", optimizing, 0, 16.0 * parameters.Quads * (learner.Partials + 7), 0, OptimizeKernel.Threads * 16),
        ];
    }

    private static double Median(AcceleratorDevice device, Action work)
    {
        // Twice before it counts: once to compile, once to record where launches are replayed.
        work();
        device.Stream.Synchronize();
        work();
        device.Stream.Synchronize();
        var times = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            device.Stream.Synchronize();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times.Order().ElementAt(Repetitions / 2);
    }
}
