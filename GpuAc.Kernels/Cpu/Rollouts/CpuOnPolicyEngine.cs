using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>The on-policy skeletons on plain CPU cores.</summary>
internal sealed class CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F> : IOnPolicyEngine<TLoss>, IRecordsEpisodes, IStateful
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly RolloutPlan plan;
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private readonly SharedParameters? shared;
    private readonly SampleTiles samples;
    private readonly ScanColumns columns;
    private readonly CpuRollout<TEnv, TDistribution, F> rollout;
    private readonly CpuScan<F> scan;
    private readonly CpuLearner<TDistribution, TLoss, F> learner;
    private RolloutStatistics episodes;
    private AdvantageStatistics advantages;
    private LearnStatistics learning;
    private bool isDisposed;

    /// <summary>Allocates everything that training needs.</summary>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its first parameters.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="optimizer">Optimiser that will be asked for, or null to rehearse nothing.</param>
    /// <param name="shared">Parameters shared with other engines, to which gradients go instead; not owned. For one thread.</param>
    /// <param name="exchange">What comes between a gradient's sum and its use, or null.</param>
    public CpuOnPolicyEngine(
        ActorCriticSpec network, float[] parameters, RolloutPlan plan, int threads, OptimizerConfig? optimizer,
        SharedParameters? shared = null, IGradientExchange? exchange = null)
    {
        this.shared = shared;
        this.plan = plan;
        if (optimizer != null)
            Rehearse(network, parameters, plan, optimizer);
        EnvironmentSpec spec = TEnv.Spec;
        RolloutSize = (long)plan.NumSteps * plan.NumEnvs;
        var layout = new PaddedLayout(network);
        pool = new WorkerPool(threads, elastic: true);
        state = new ParameterState(layout);
        state.Upload(parameters);
        samples = new SampleTiles(
            RolloutSize, spec.Observation.Count, TDistribution.ActionComponents(spec.Action.Size), plan.WholeEpisodes);
        columns = new ScanColumns(plan.NumEnvs, plan.NumSteps);
        rollout = new CpuRollout<TEnv, TDistribution, F>(plan, pool, state, samples, columns);
        scan = new CpuScan<F>(pool, columns, samples, plan.NumEnvs);
        learner = new CpuLearner<TDistribution, TLoss, F>(pool, state, samples, spec.Action.Size, plan.Seed, shared, exchange);
    }

    /// <inheritdoc/>
    public long RolloutSize { get; }

    /// <inheritdoc/>
    public PhaseTimes Times { get; private set; }

    /// <inheritdoc/>
    public ObservationNormalization? Normalization => rollout.Normalizer?.Snapshot();

    /// <inheritdoc/>
    public float RewardScale => rollout.RewardScale;

    /// <inheritdoc/>
    public void Rollout()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        long start = Stopwatch.GetTimestamp();
        episodes = rollout.Run();
        Times += new PhaseTimes { RolloutSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <inheritdoc/>
    public void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        long start = Stopwatch.GetTimestamp();
        advantages = scan.Run(estimator, settings);
        Times += new PhaseTimes { ScanSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <inheritdoc/>
    public void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!double.IsFinite(advantages.Mean) || !double.IsFinite(advantages.StandardDeviation))
        {
            learner.Restore();
            learning = new LearnStatistics { NonFinite = NonFiniteQuantity.Advantage };
            return;
        }

        long start = Stopwatch.GetTimestamp();
        learning = learner.Learn(
            plan, loss, progress, normalizeAdvantages ? AdvantageScale.Of(advantages) : AdvantageScale.None);
        double optimize = (double)learner.OptimizeTicks / Stopwatch.Frequency;
        Times += new PhaseTimes { LearnSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds - optimize, OptimizeSeconds = optimize };
    }

    /// <inheritdoc/>
    public OnPolicyStatistics Collect()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return new OnPolicyStatistics(episodes, advantages, learning);
    }

    /// <inheritdoc/>
    public float[] DownloadParameters()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var flat = new float[state.Layout.Spec.ParameterCount];
        (shared?.State ?? state).Download(flat);
        return flat;
    }

    /// <inheritdoc/>
    public float[] DownloadRollout()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return samples.ToRows();
    }

    /// <inheritdoc/>
    public EngineState Save()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return StateTransfer.Save(Transfer);
    }

    /// <inheritdoc/>
    public void Restore(EngineState state)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        StateTransfer.Restore(state, Transfer);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer transfer)
    {
        transfer.Require("engine", "on-policy, on CPU cores");
        plan.Require(transfer, TEnv.Spec.Id, state.Layout.Description, typeof(TDistribution), typeof(TLoss));
        state.Transfer(transfer);
        rollout.Transfer(transfer);
        learner.Transfer(transfer);
    }

    /// <inheritdoc/>
    public int RecordedEpisodes => samples.Weighted ? columns.NumEnvs : 0;

    /// <inheritdoc/>
    public RecordedEpisode Read(int index)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return EpisodeReader.Read(samples, columns, index);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        pool.Dispose();
        rollout.Dispose();
        learner.Dispose();
        samples.Dispose();
        columns.Dispose();
        state.Dispose();
    }

    // Has everything compiled, acting and learning concurrently, before training begins: it takes longer than several CartPole
    // iterations.
    private static void Rehearse(ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer) =>
        Task.WhenAll(
            Task.Run(() => RehearseActing(network, parameters, plan)),
            Task.Run(() => RehearseLearning(network, parameters, plan, optimizer)))
            .GetAwaiter().GetResult();

    // One environment, one step, one thread; none of it is kept.
    private static void RehearseActing(ActorCriticSpec network, float[] parameters, RolloutPlan plan)
    {
        using var engine = new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F>(
            network, parameters, plan with { NumEnvs = 1, NumSteps = 1 }, 1, null);
        engine.Rollout();
        engine.EstimateReturns(ReturnEstimatorKind.Gae, default);
    }

    private static void RehearseLearning(ActorCriticSpec network, float[] parameters, RolloutPlan plan, OptimizerConfig optimizer)
    {
        using var engine = new CpuOnPolicyEngine<TEnv, TDistribution, TLoss, F>(
            network, parameters, plan with { NumEnvs = 1, NumSteps = 1 }, 1, null);
        engine.Learn(
            new LearnPlan
            {
                NumEpochs = 1,
                MinibatchSize = 1,
                Optimizer = optimizer,
                MaxGradNorm = float.PositiveInfinity,
            },
            default,
            0,
            normalizeAdvantages: false);
    }
}
