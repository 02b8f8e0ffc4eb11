using System.Diagnostics;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// Learns from a rollout on CPU workers: epochs of minibatches, each a gradient over its tiles, a sum, a clip and an optimiser step.
/// </summary>
/// <remarks>
/// A minibatch's tiles are cut into <see cref="Cpu.Chunks"/>; whichever worker takes a chunk, results are the same. Three barriers per
/// minibatch are all the synchronisation there is; one more where gradients are exchanged.
/// </remarks>
internal sealed unsafe class CpuLearner<TDistribution, TLoss, F> : IDisposable, IWorkerJob
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private readonly SampleTiles samples;
    private readonly SharedParameters? shared;
    private readonly IGradientExchange? exchange;
    private readonly PolicyGradientTile<TDistribution, TLoss, F>[] tiles;
    private readonly LearnStatistics[] chunkStatistics = new LearnStatistics[Cpu.Chunks.Max];
    private readonly float[] blockSquares;
    private readonly int[] order;
    private readonly RandomKey shuffleKey;
    private AlignedBuffer? partials;
    private LearnPlan plan;
    private TLoss loss;
    private double progress;
    private AdvantageScale advantage;
    private OptimizerStep step;
    private OptimizerStep criticStep;
    private LearnStatistics epochStatistics;
    private bool stopEpochs;
    private bool diverged;
    private long updates;
    private long shuffles;
    private long optimizeTicks;

    /// <summary>Allocates working memory for every worker.</summary>
    /// <param name="pool">Workers.</param>
    /// <param name="state">Parameters and moments; updated in place.</param>
    /// <param name="samples">What the rollout leaves.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    /// <param name="seed">Seed of the run, for the order of minibatches.</param>
    /// <param name="shared">Where gradients go and parameters come from, or null for the state's own; for a pool of one worker.</param>
    /// <param name="exchange">What comes between a gradient's sum and its use, or null.</param>
    public CpuLearner(
        WorkerPool pool, ParameterState state, SampleTiles samples, int actionSize, ulong seed, SharedParameters? shared = null,
        IGradientExchange? exchange = null)
    {
        this.shared = shared;
        this.exchange = exchange;
        this.pool = pool;
        this.state = state;
        this.samples = samples;
        shuffleKey = new RandomKey(seed, RandomPurpose.Shuffle);
        order = new int[samples.Count];
        blockSquares = new float[(state.Layout.Length + OptimizerPass<F>.Block - 1) / OptimizerPass<F>.Block];
        tiles = new PolicyGradientTile<TDistribution, TLoss, F>[pool.Count];
        for (int worker = 0; worker < tiles.Length; worker++)
            tiles[worker] = new PolicyGradientTile<TDistribution, TLoss, F>(state.Layout, samples, actionSize);
    }

    /// <summary>Stopwatch ticks of the last call that went into summing gradients and updating parameters.</summary>
    public long OptimizeTicks => optimizeTicks;

    /// <summary>Runs the epochs of one iteration.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="loss">The loss, with its coefficients.</param>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    /// <param name="advantage">What is done to each advantage.</param>
    public LearnStatistics Learn(LearnPlan plan, TLoss loss, double progress, in AdvantageScale advantage)
    {
        this.plan = plan;
        this.loss = loss;
        this.progress = progress;
        this.advantage = advantage;
        Reserve(new Chunks(TilesOf(plan.MinibatchSize)).Count);
        optimizeTicks = 0;
        epochStatistics = default;
        diverged = false;
        state.Propose();
        pool.Run(this);
        LearnStatistics result = epochStatistics.Means();
        result.NonFinite = result.FirstNonFinite(!diverged, OptimizerPass<F>.IsFinite(state));
        if (result.NonFinite == NonFiniteQuantity.None)
            state.Confirm();
        else
            Restore();
        return result;
    }

    /// <inheritdoc/>
    void IWorkerJob.Execute(int worker, WorkerPool workers)
    {
        int minibatches = samples.FilledTiles / TilesPerMinibatch;
        for (int epoch = 0; epoch < plan.NumEpochs; epoch++)
        {
            if (worker == 0)
                StartEpoch(epoch, minibatches);
            if (!workers.Barrier(worker) || stopEpochs)
                return;
            for (int minibatch = 0; minibatch < minibatches; minibatch++)
            {
                Gradient(worker, minibatch);
                if (!workers.Barrier(worker))
                    return;
                long start = Stopwatch.GetTimestamp();
                Sum(worker);
                if (worker == 0)
                    PrepareUpdate();
                if (!workers.Barrier(worker))
                    return;
                if (exchange != null)
                {
                    if (worker == 0)
                        Exchange(exchange);
                    if (!workers.Barrier(worker))
                        return;
                }

                Update(worker);
                if (!workers.Barrier(worker) || diverged)
                    return;
                if (worker == 0)
                    optimizeTicks += Stopwatch.GetTimestamp() - start;
            }
        }
    }

    /// <summary>Names all that the learner keeps from one call to the next.</summary>
    public void Transfer(StateTransfer transfer)
    {
        transfer.Count("learner/updates", ref updates);
        transfer.Count("learner/shuffles", ref shuffles);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PolicyGradientTile<TDistribution, TLoss, F> tile in tiles)
            tile.Dispose();
        partials?.Dispose();
    }

    private bool IsWholeRollout => plan.MinibatchSize >= samples.Samples;

    private int TilesPerMinibatch => IsWholeRollout ? samples.FilledTiles : TilesOf(plan.MinibatchSize);

    private Chunks Chunks => new(TilesPerMinibatch);

    private static int TilesOf(long count) => (int)((count + Tile.Lanes - 1) / Tile.Lanes);

    /// <summary>Goes back to the parameters that began the last call in which everything was finite, or else the first ones.</summary>
    public void Restore()
    {
        state.Restore();
        shared?.Replace(state);
    }

    private void Reserve(int chunks)
    {
        if (partials != null && partials.Length >= (long)chunks * state.Layout.Length)
            return;
        partials?.Dispose();
        partials = new AlignedBuffer((long)chunks * state.Layout.Length);
    }

    private void StartEpoch(int epoch, int minibatches)
    {
        stopEpochs = epoch > 0 && plan.TargetKl > 0 && epochStatistics.ApproxKl / epochStatistics.Samples > 1.5 * plan.TargetKl;
        if (stopEpochs)
            return;
        epochStatistics = new LearnStatistics { Epochs = epoch + 1 };
        if (epoch == 0)
        {
            for (int i = 0; i < samples.FilledTiles; i++)
                order[i] = i;
        }

        if (minibatches > 1)
            Permutation.Shuffle(order, shuffleKey, (ulong)shuffles++);
    }

    private void Gradient(int worker, int minibatch)
    {
        Chunks chunks = Chunks;
        int perMinibatch = TilesPerMinibatch, length = state.Layout.Length;
        float weight = 1f / (IsWholeRollout ? samples.Counted : plan.MinibatchSize);
        for (int chunk = pool.NextItem(); chunk < chunks.Count; chunk = pool.NextItem())
        {
            float* gradients = partials!.Pointer + ((long)chunk * length);
            new Span<float>(gradients, length).Clear();
            LearnStatistics statistics = default;
            int first = chunks.FirstTile(chunk), end = chunks.FirstTile(chunk + 1);
            for (int i = first; i < end; i++)
            {
                tiles[worker].AddGradient(
                    order[(minibatch * perMinibatch) + i], state.Parameters, gradients, loss, weight, advantage, ref statistics);
            }

            chunkStatistics[chunk] = statistics;
        }
    }

    private void Sum(int worker)
    {
        int length = state.Layout.Length;
        for (int block = worker; block < blockSquares.Length; block += pool.Active)
        {
            int start = block * OptimizerPass<F>.Block, count = Math.Min(OptimizerPass<F>.Block, length - start);
            OptimizerPass<F>.Sum(partials!.Pointer + start, length, Chunks.Count, state.Gradients + start, count);
            blockSquares[block] = OptimizerPass<F>.Squares(state.Gradients + start, count);
        }
    }

    // Worker 0, while the others wait.
    private void Exchange(IGradientExchange with)
    {
        int length = state.Layout.Length;
        with.Exchange(new SummedGradient(
            GradientPart.ActorCritic, new Span<float>(state.Gradients, length), partials!.Pointer, length, Chunks.Count));
        for (int block = 0; block < blockSquares.Length; block++)
        {
            int start = block * OptimizerPass<F>.Block;
            blockSquares[block] = OptimizerPass<F>.Squares(state.Gradients + start, Math.Min(OptimizerPass<F>.Block, length - start));
        }
    }

    private void Update(int worker)
    {
        float norm = GradientNorm();
        if (worker == 0)
        {
            diverged = !float.IsFinite(norm);
            epochStatistics.GradientNorm += norm;
            epochStatistics.Updates++;
        }

        // The same for every worker: none of them applies it.
        if (!float.IsFinite(norm))
            return;

        float scale = GradientClipping.Factor(norm, plan.MaxGradNorm);
        if (shared != null)
        {
            shared.Push<F>(state, plan, progress, scale);
            return;
        }

        int length = state.Layout.Length;
        for (int block = worker; block < blockSquares.Length; block += pool.Active)
        {
            int start = block * OptimizerPass<F>.Block;
            OptimizerPass<F>.Update(
                plan.Optimizer.Kind, step, criticStep, scale, state, start, Math.Min(OptimizerPass<F>.Block, length - start));
        }
    }

    private float GradientNorm()
    {
        double squares = 0;
        foreach (float square in blockSquares)
            squares += square;
        return (float)Math.Sqrt(squares);
    }

    // Worker 0, while the others may still be summing: touches nothing that they read before the next barrier.
    private void PrepareUpdate()
    {
        for (int chunk = 0; chunk < Chunks.Count; chunk++)
            epochStatistics.Add(chunkStatistics[chunk]);
        step = plan.Optimizer.CreateStep(++updates, progress);
        criticStep = step with { LearningRate = step.LearningRate * plan.CriticRateScale };
        pool.ResetItems();
    }
}
