using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Distributions;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.Returns;
using GpuAc.Training.Rollouts;

namespace GpuAc.Training.OnPolicy;

/// <summary>The on-policy skeletons on plain CPU cores.</summary>
internal sealed class CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F> : IOnPolicyEngine
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
    where TLoss : struct, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private readonly SampleTiles samples;
    private readonly ScanColumns columns;
    private readonly CpuRollout<TEnv, TDistribution, F> rollout;
    private readonly CpuScan<F> scan;
    private readonly CpuLearner<TDistribution, TLoss, F> learner;
    private AdvantageStatistics advantages;

    /// <summary>Allocates everything that training needs.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="threads">Workers.</param>
    public CpuOnPolicyEngine(ActorCriticSpec network, ReadOnlySpan<float> parameters, RolloutPlan plan, int threads)
    {
        EnvironmentSpec spec = TEnv.Spec;
        RolloutSize = (long)plan.NumSteps * plan.NumEnvs;
        var layout = new PaddedLayout(network);
        pool = new WorkerPool(threads);
        state = new ParameterState(layout);
        state.Upload(parameters);
        samples = new SampleTiles(RolloutSize, spec.Observation.Count, TDistribution.ActionComponents(spec.Action.Size));
        columns = new ScanColumns(plan.NumEnvs, plan.NumSteps);
        rollout = new CpuRollout<TEnv, TDistribution, F>(plan, pool, state, samples, columns);
        scan = new CpuScan<F>(pool, columns, samples, plan.NumEnvs);
        learner = new CpuLearner<TDistribution, TLoss, F>(pool, state, samples, spec.Action.Size, plan.Seed);
    }

    /// <inheritdoc/>
    public long RolloutSize { get; }

    /// <inheritdoc/>
    public PhaseTimes Times { get; private set; }

    /// <inheritdoc/>
    public ObservationNormalization? Normalization => rollout.Normalizer?.Snapshot();

    /// <inheritdoc/>
    public RolloutStatistics Rollout()
    {
        long start = Stopwatch.GetTimestamp();
        RolloutStatistics statistics = rollout.Run();
        Times += new PhaseTimes { RolloutSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        return statistics;
    }

    /// <inheritdoc/>
    public AdvantageStatistics EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        long start = Stopwatch.GetTimestamp();
        advantages = scan.Run(estimator, settings);
        Times += new PhaseTimes { ScanSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        return advantages;
    }

    /// <inheritdoc/>
    public LearnStatistics Learn(LearnPlan plan, double progress, bool normalizeAdvantages)
    {
        long start = Stopwatch.GetTimestamp();
        LearnStatistics statistics = normalizeAdvantages
            ? learner.Learn(plan, progress, (float)advantages.Mean, (float)(1 / (advantages.StandardDeviation + 1e-8)))
            : learner.Learn(plan, progress, 0, 1);
        double optimize = (double)learner.OptimizeTicks / Stopwatch.Frequency;
        Times += new PhaseTimes { LearnSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds - optimize, OptimizeSeconds = optimize };
        return statistics;
    }

    /// <inheritdoc/>
    public float[] DownloadParameters()
    {
        var flat = new float[state.Layout.Spec.ParameterCount];
        state.Download(flat);
        return flat;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pool.Dispose();
        rollout.Dispose();
        learner.Dispose();
        samples.Dispose();
        columns.Dispose();
        state.Dispose();
    }
}
