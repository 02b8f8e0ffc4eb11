using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu.Exploration;

/// <summary>Off-policy training on plain CPU cores.</summary>
/// <remarks>
/// A whole iteration is one job, so that workers meet at barriers alone. The first update of a time step runs concurrently with that
/// step: it learns from the transitions before it, and the step is taken by the policy from before the update.
/// </remarks>
internal sealed unsafe class CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, F> : IOffPolicyEngine, IWorkerJob
    where TEnv : struct, IEnvironment
    where TExplorer : struct, IExplorer
    where TUpdate : unmanaged, IOffPolicyUpdate
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyRun run;
    private readonly WorkerPool pool;
    private readonly OffPolicyNetworks networks;
    private readonly ReplayMemory replay;
    private readonly ActorTiles<F> actors;
    private readonly CpuExploration<TEnv, TExplorer, F> exploration;
    private readonly CpuOffPolicyLearner<TUpdate, F> learner;
    private readonly float[] finite;
    private double progress;
    private bool isDisposed;

    /// <summary>Allocates everything that training needs.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="parameters">Their first parameters.</param>
    /// <param name="run">Sizes and settings.</param>
    /// <param name="update">The algorithm's update.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="exchange">What comes between a gradient's sum and its use, or null.</param>
    /// <param name="rehearse">Whether to have everything compiled first.</param>
    public CpuOffPolicyEngine(
        OffPolicySpec spec, float[] parameters, OffPolicyRun run, TUpdate update, int threads, IGradientExchange? exchange = null,
        bool rehearse = true)
    {
        if (rehearse)
            Rehearse(spec, parameters, run, update);
        EnvironmentSpec environment = TEnv.Spec;
        int actionSize = environment.Action.Size;
        this.run = run;
        pool = new WorkerPool(threads, elastic: true);
        networks = new OffPolicyNetworks(spec, parameters);
        replay = new ReplayMemory(
            run.ReplaySize, run.NumEnvs, environment.Observation.Count, TExplorer.ActionComponents(actionSize), run.ReturnSteps, run.Gamma);
        var tiles = new MinibatchTiles<F>(run.Learning.MinibatchSize);
        MinibatchTiles<F> actorTiles = run.Learning.NewestBatch is { } newest ? new MinibatchTiles<F>(newest.Size) : tiles;
        actors = new ActorTiles<F>(
            networks.Actor, actorTiles.Count, UpdateTile<TUpdate, F>.ActorRows(environment.Observation.Count, actionSize));
        var workers = new UpdateTile<TUpdate, F>[threads];
        for (int i = 0; i < threads; i++)
            workers[i] = new UpdateTile<TUpdate, F>(
                update, run.Learning.Seed, networks, replay, tiles, actorTiles, actors, actionSize);
        exploration = new CpuExploration<TEnv, TExplorer, F>(run, threads, networks, replay);
        learner = new CpuOffPolicyLearner<TUpdate, F>(
            run.Learning, update.UsesTargetActor, networks, replay, tiles.Count, actorTiles.Count, workers, exchange);
        finite = new float[networks.Layout.Length];
        KeepFinite();
    }

    /// <inheritdoc/>
    public long IterationSteps => (long)run.NumSteps * run.NumEnvs;

    /// <inheritdoc/>
    public PhaseTimes Times { get; private set; }

    /// <inheritdoc/>
    public float Temperature => learner.Temperature;

    /// <inheritdoc/>
    public OffPolicyStatistics Run(double progress)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        this.progress = progress;
        long start = Stopwatch.GetTimestamp();
        pool.Run(this);
        LearningSums sums = learner.TakeSums();
        sums.NotFinite ??= KeepFinite();
        double optimize = (double)sums.OptimizeTicks / Stopwatch.Frequency, updating = (double)sums.Ticks / Stopwatch.Frequency;
        Times += new PhaseTimes
        {
            RolloutSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds - updating,
            LearnSeconds = updating - optimize,
            OptimizeSeconds = optimize,
        };
        return new OffPolicyStatistics(exploration.TakeStatistics(), sums, run.Exploration.EpsilonAt(exploration.Steps - 1));
    }

    /// <inheritdoc/>
    public float[] DownloadActor()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var flat = new float[networks.Layout.FlatLength];
        networks.Layout.Unpack(finite, flat);
        int actor = networks.Spec.Actor.ParameterCount, body = networks.Spec.Body?.ParameterCount ?? 0;
        return [.. flat[actor..(actor + body)], .. flat[..actor]];
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
    void IWorkerJob.Execute(int worker, WorkerPool workers)
    {
        long first = exploration.Steps;
        for (long step = first; step < first + run.NumSteps; step++)
        {
            // What every worker works out alike: it must not depend on counters that worker 0 moves on.
            long updates = run.UpdatesOf(step);
            if (updates == 0)
            {
                if (!StepAlone(worker, workers))
                    return;
            }

            for (long update = 0; update < updates; update++)
            {
                if (!learner.Update(worker, workers, progress, update == 0 ? exploration : null))
                    return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        pool.Dispose();
        exploration.Dispose();
        learner.Dispose();
        actors.Dispose();
        replay.Dispose();
        networks.Dispose();
    }

    private void Transfer(StateTransfer state)
    {
        state.Require("engine", "off-policy, on CPU cores");
        run.Require(state, TEnv.Spec.Id, networks.Layout.Description, typeof(TExplorer), typeof(TUpdate));
        networks.Transfer(state);
        state.Numbers("parameters/finite", finite);
        replay.Transfer(state);
        exploration.Transfer(state);
        learner.Transfer(state);
    }

    // False when this worker is to leave the job.
    private bool StepAlone(int worker, WorkerPool workers)
    {
        for (int piece = workers.NextItem(); piece < exploration.Pieces; piece = workers.NextItem())
            exploration.Do(worker, piece);
        if (!workers.Barrier(worker))
            return false;
        if (worker == 0)
        {
            exploration.Complete();
            workers.ResetItems();
        }

        return workers.Barrier(worker);
    }

    // Keeps the parameters when all are finite; otherwise names the network that has others.
    private string? KeepFinite()
    {
        var parameters = new ReadOnlySpan<float>(networks.Memory.Parameters, networks.Layout.Length);
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!float.IsFinite(parameters[i]))
                return i < networks.ActorLength
                    ? "weights of the actor"
                    : $"weights of critic {((i - networks.ActorLength) / networks.CriticStride) + 1}";
        }

        parameters.CopyTo(finite);
        return null;
    }

    // A few updates of one environment on one thread; none of them is kept. Compiling takes longer than many small runs.
    private static void Rehearse(OffPolicySpec spec, float[] parameters, OffPolicyRun run, TUpdate update)
    {
        OffPolicyRun brief = run with
        {
            NumEnvs = 1,
            NumSteps = 3,
            ReplaySize = 4,
            LearningStarts = 1,
            UpdatesPerStep = 1,
            UpdateInterval = 1,
            Exploration = run.Exploration with { RandomSteps = 0 },
            Learning = run.Learning with { PolicyDelay = 1 },
        };
        using var engine = new CpuOffPolicyEngine<TEnv, TExplorer, TUpdate, F>(
            spec, parameters, brief, update, 1, rehearse: false);
        engine.Run(0);
    }
}
