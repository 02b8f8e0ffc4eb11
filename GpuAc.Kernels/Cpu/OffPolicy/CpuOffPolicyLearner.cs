using System.Diagnostics;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;
using GpuAc.Lanes.Threads;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// Updates critics, actor, temperature and targets from replay on CPU workers; called by all of them at once, from inside a job.
/// </summary>
/// <remarks>
/// <para>Four phases per update, each ending in a barrier: the critics' gradients (concurrently with the environments' next step and the
/// actor's forward pass, none of which depend on each other), the critics' step, the actor's gradient through the new critics, the actor's
/// step.</para>
/// <para>As in <see cref="CpuLearner{TDistribution, TLoss, F}"/>, the tiles of a minibatch make <see cref="Chunks"/>: results do not depend
/// on the number of workers.</para>
/// </remarks>
internal sealed unsafe class CpuOffPolicyLearner<TUpdate, F> : IDisposable
    where TUpdate : unmanaged, IOffPolicyUpdate
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyPlan plan;
    private readonly bool usesTargetActor;
    private readonly OffPolicyNetworks networks;
    private readonly IGradientExchange? exchange;
    private readonly ReplayMemory replay;
    private readonly int actorTileCount;
    private readonly UpdateTile<TUpdate, F>[] workers;
    private readonly AlignedBuffer partials;
    private readonly UpdateStatistics[] statistics = new UpdateStatistics[Chunks.Max];
    private readonly float[] blockSquares;
    private readonly Chunks chunks;
    private readonly Chunks actorChunks;
    private readonly int criticLength;
    private LearningSums sums;
    private double logTemperature;
    private Lane1 temperatureFirst;
    private Lane1 temperatureSecond;
    private long updates;
    private long actorUpdates;

    /// <summary>Takes over the workers' tiles.</summary>
    /// <param name="plan">How to learn.</param>
    /// <param name="usesTargetActor">Whether the actor has a slow copy, too, to follow it.</param>
    /// <param name="networks">Parameters; stay the caller's.</param>
    /// <param name="replay">Replay, to be emptied where the algorithm asks for it.</param>
    /// <param name="minibatchTiles">Tiles of the critics' minibatch.</param>
    /// <param name="actorTiles">Tiles of the actor's.</param>
    /// <param name="workers">One per worker.</param>
    /// <param name="exchange">What comes between a gradient's sum and its use, or null.</param>
    public CpuOffPolicyLearner(
        OffPolicyPlan plan, bool usesTargetActor, OffPolicyNetworks networks, ReplayMemory replay, int minibatchTiles, int actorTiles,
        UpdateTile<TUpdate, F>[] workers, IGradientExchange? exchange = null)
    {
        this.exchange = exchange;
        this.plan = plan;
        this.usesTargetActor = usesTargetActor;
        this.networks = networks;
        this.workers = workers;
        this.replay = replay;
        actorTileCount = actorTiles;
        chunks = new Chunks(minibatchTiles);
        actorChunks = new Chunks(actorTiles);
        criticLength = networks.Layout.Length - networks.CriticStart;
        PartialStride = Math.Max(criticLength, networks.ActorLength);
        partials = new AlignedBuffer((long)Math.Max(chunks.Count, actorChunks.Count) * PartialStride);
        blockSquares = new float[(PartialStride + OptimizerPass<F>.Block - 1) / OptimizerPass<F>.Block];
        logTemperature = Math.Log(plan.Temperature?.Initial ?? 0);
    }

    /// <summary>α.</summary>
    public float Temperature => (float)Math.Exp(logTemperature);

    private int PartialStride { get; }

    /// <summary>What was learnt since the last call.</summary>
    public LearningSums TakeSums()
    {
        LearningSums taken = sums;
        sums = default;
        return taken;
    }

    /// <summary>One update.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="pool">The pool, whose items are at 0 when this is called and when it returns.</param>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    /// <param name="concurrent">Work to do at the same time, or null.</param>
    /// <returns>
    /// False when something was not finite, so that the parameters are those of before, or when this worker is to leave the job.
    /// </returns>
    public bool Update(int worker, WorkerPool pool, double progress, IConcurrentWork? concurrent)
    {
        bool isFirst = worker == 0;
        long begin = isFirst ? Stopwatch.GetTimestamp() : 0;
        // Read before the first barrier: worker 0 counts on while the others still step.
        long number = updates + 1, actorNumber = actorUpdates + 1;
        bool withActor = number % plan.PolicyDelay == 0;
        UpdateContext context = plan.ContextOf((ulong)number, Temperature);
        CriticPhase(worker, pool, context, withActor, concurrent);
        if (!pool.Barrier(worker))
            return false;
        long optimize = isFirst ? Stopwatch.GetTimestamp() : 0;
        UpdateStatistics sum = SumStatistics(chunks.Count);
        bool finite = double.IsFinite(sum.CriticLoss);
        if (finite && !Optimize(
                worker, pool, plan.CriticOptimizer, number, progress, networks.CriticStart, criticLength, chunks.Count,
                withActor && plan.TargetRule == null))
            return false;
        if (isFirst)
            FinishCritics(pool, sum, finite, concurrent);
        if (!pool.Barrier(worker))
            return false;
        if (isFirst)
        {
            sums.CriticGradientNorm += GradientNorm(criticLength);
            sums.OptimizeTicks += Stopwatch.GetTimestamp() - optimize;
        }

        if (finite && withActor)
            finite = ActorUpdate(worker, pool, context, actorNumber, progress);
        if (isFirst)
            sums.Ticks += Stopwatch.GetTimestamp() - begin;
        return finite;
    }

    /// <summary>Names all that goes from one update to the next, except the networks.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Count("learner/updates", ref updates);
        state.Count("learner/actorUpdates", ref actorUpdates);
        state.Number("temperature/log", ref logTemperature);
        float[] moments = [temperatureFirst.Value, temperatureSecond.Value];
        state.Numbers("temperature/moments", moments);
        (temperatureFirst, temperatureSecond) = (new Lane1(moments[0]), new Lane1(moments[1]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (UpdateTile<TUpdate, F> tile in workers)
            tile.Dispose();
        partials.Dispose();
    }

    // The concurrent pieces first, since they may be one long one; then the critics' chunks; the actor's tiles, the smallest, last.
    private void CriticPhase(int worker, WorkerPool pool, in UpdateContext context, bool withActor, IConcurrentWork? concurrent)
    {
        int pieces = concurrent?.Pieces ?? 0, end = pieces + chunks.Count + (withActor ? actorTileCount : 0);
        for (int item = pool.NextItem(); item < end; item = pool.NextItem())
        {
            if (item < pieces)
            {
                concurrent!.Do(worker, item);
            }
            else if (item < pieces + chunks.Count)
            {
                int chunk = item - pieces;
                float* gradients = StartChunk(chunk, criticLength);
                for (int tile = chunks.FirstTile(chunk); tile < chunks.FirstTile(chunk + 1); tile++)
                    workers[worker].AddCriticGradient(tile, context, gradients, ref statistics[chunk]);
            }
            else
            {
                workers[worker].Act(item - pieces - chunks.Count, context);
            }
        }
    }

    private bool ActorUpdate(int worker, WorkerPool pool, in UpdateContext context, long number, double progress)
    {
        for (int chunk = pool.NextItem(); chunk < actorChunks.Count; chunk = pool.NextItem())
        {
            float* gradients = StartChunk(chunk, networks.ActorLength);
            for (int tile = actorChunks.FirstTile(chunk); tile < actorChunks.FirstTile(chunk + 1); tile++)
                workers[worker].AddActorGradient(tile, context, gradients, ref statistics[chunk]);
        }

        if (!pool.Barrier(worker))
            return false;
        long optimize = worker == 0 ? Stopwatch.GetTimestamp() : 0;
        UpdateStatistics sum = SumStatistics(actorChunks.Count);
        bool finite = double.IsFinite(sum.ActorLoss);
        if (finite && !Optimize(
                worker, pool, plan.ActorOptimizer, number, progress, 0, networks.ActorLength, actorChunks.Count,
                usesTargetActor && plan.TargetRule == null))
            return false;
        if (worker == 0)
            FinishActor(pool, sum, finite, progress, optimize);
        return pool.Barrier(worker) && finite;
    }

    private float* StartChunk(int chunk, int length)
    {
        float* gradients = partials.Pointer + ((long)chunk * PartialStride);
        new Span<float>(gradients, length).Clear();
        statistics[chunk] = default;
        return gradients;
    }

    // By every worker for itself, so that all come to the same verdict without another barrier.
    private UpdateStatistics SumStatistics(int count)
    {
        UpdateStatistics sum = default;
        for (int chunk = 0; chunk < count; chunk++)
            sum.Add(statistics[chunk]);
        return sum;
    }

    // Sums the partial gradients of a run of parameters, steps, and lets the targets follow. Without clipping nobody waits for the norm,
    // and without an exchange there is no barrier for it. False when this worker is to leave the job.
    private bool Optimize(
        int worker, WorkerPool pool, OptimizerConfig optimizer, long number, double progress, int start, int length, int count, bool follow)
    {
        OptimizerStep step = optimizer.CreateStep(number, progress);
        bool waits = exchange != null || float.IsFinite(plan.MaxGradNorm);
        for (int first = worker * OptimizerPass<F>.Block; first < length; first += pool.Active * OptimizerPass<F>.Block)
        {
            int values = Math.Min(OptimizerPass<F>.Block, length - first);
            float* gradient = networks.Memory.Gradients + start + first;
            OptimizerPass<F>.Sum(partials.Pointer + first, PartialStride, count, gradient, values);
            blockSquares[first / OptimizerPass<F>.Block] = OptimizerPass<F>.Squares(gradient, values);
            if (!waits)
                Step(optimizer.Kind, step, 1, start + first, values, follow);
        }

        if (!waits)
            return true;
        if (!pool.Barrier(worker))
            return false;
        if (exchange != null)
        {
            if (worker == 0)
                Exchange(exchange, start == 0 ? GradientPart.Actor : GradientPart.Critics, start, length, count);
            if (!pool.Barrier(worker))
                return false;
        }

        float scale = GradientClipping.Factor(GradientNorm(length), plan.MaxGradNorm);
        for (int first = worker * OptimizerPass<F>.Block; first < length; first += pool.Active * OptimizerPass<F>.Block)
            Step(optimizer.Kind, step, scale, start + first, Math.Min(OptimizerPass<F>.Block, length - first), follow);
        return true;
    }

    // Worker 0, while the others wait.
    private void Exchange(IGradientExchange with, GradientPart part, int start, int length, int count)
    {
        float* gradient = networks.Memory.Gradients + start;
        with.Exchange(new SummedGradient(part, new Span<float>(gradient, length), partials.Pointer, PartialStride, count));
        for (int first = 0; first < length; first += OptimizerPass<F>.Block)
        {
            blockSquares[first / OptimizerPass<F>.Block] =
                OptimizerPass<F>.Squares(gradient + first, Math.Min(OptimizerPass<F>.Block, length - first));
        }
    }

    private void Step(OptimizerKind kind, in OptimizerStep step, float scale, int start, int count, bool follow)
    {
        OptimizerPass<F>.Update(kind, step, scale, networks.Memory, start, count);
        if (follow)
            networks.FollowSlowly<F>(start, count, plan.Tau);
    }

    private float GradientNorm(int length)
    {
        double squares = 0;
        for (int block = 0; block * OptimizerPass<F>.Block < length; block++)
            squares += blockSquares[block];
        return (float)Math.Sqrt(squares);
    }

    // Worker 0, while the others may still be stepping: touches nothing that they read before the next barrier.
    private void FinishCritics(WorkerPool pool, in UpdateStatistics sum, bool finite, IConcurrentWork? concurrent)
    {
        concurrent?.Complete();
        pool.ResetItems();
        updates++;
        if (!finite)
        {
            sums.NotFinite = "critic loss";
            return;
        }

        sums.Updates++;
        sums.CriticLoss += sum.CriticLoss / ((double)plan.MinibatchSize * networks.Spec.NumCritics);
        sums.Q += sum.Q / plan.MinibatchSize;
    }

    private void FinishActor(WorkerPool pool, in UpdateStatistics sum, bool finite, double progress, long optimize)
    {
        pool.ResetItems();
        actorUpdates++;
        if (!finite)
        {
            sums.NotFinite = "actor loss";
            return;
        }

        if (plan.TargetRule is { } rule)
            networks.Follow(rule);
        sums.ActorUpdates++;
        if (plan.NewestBatch is { ClearsReplay: true })
            replay.Clear();
        double samples = plan.ActorMinibatchSize;
        sums.ActorLoss += sum.ActorLoss / samples;
        sums.LogProb += sum.LogProb / samples;
        if (plan.Temperature is { Optimizer: { } optimizer } temperature)
        {
            var parameter = new Lane1((float)logTemperature);
            float slope = (float)Kernels.OffPolicy.Temperature.Gradient(sum.LogProb / plan.MinibatchSize, temperature.TargetEntropy);
            float own = slope;
            exchange?.Exchange(new SummedGradient(GradientPart.Temperature, new Span<float>(ref slope), &own, 1, 1));
            Adam.Update(
                optimizer.CreateStep(actorUpdates, progress), new Lane1(slope), ref parameter, ref temperatureFirst, ref temperatureSecond);
            logTemperature = parameter.Value;
        }

        sums.OptimizeTicks += Stopwatch.GetTimestamp() - optimize;
    }
}
