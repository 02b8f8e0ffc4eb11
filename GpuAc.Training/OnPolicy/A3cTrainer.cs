using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes.Threads;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>A run of <see cref="A3c"/>: workers with an engine each learn until an iteration has had its pushes.</summary>
internal sealed class A3cTrainer : OnPolicyTrainer
{
    private readonly Pushes pushes;

    /// <summary>Takes over engines.</summary>
    /// <param name="config">Settings.</param>
    /// <param name="setup">The first engine, and what it was made from.</param>
    /// <param name="engines">All of them.</param>
    /// <param name="metrics">What the algorithm reports.</param>
    /// <param name="update">One worker's rollout and push; told the fraction of training completed.</param>
    public A3cTrainer(
        A3cConfig config, OnPolicySetup setup, AsynchronousEngines<A2CLoss> engines, IReadOnlyList<Metric<OnPolicyReport>> metrics,
        Action<IOnPolicyEngine<A2CLoss>, double> update)
        : this(config, setup, metrics, new Pushes(engines, config.UpdatesPerIteration, update))
    {
    }

    private A3cTrainer(A3cConfig config, OnPolicySetup setup, IReadOnlyList<Metric<OnPolicyReport>> metrics, Pushes pushes)
        : base(config, setup, metrics, pushes.Run) => this.pushes = pushes;

    /// <summary>Where the workers' work is done.</summary>
    internal AsynchronousEngines<A2CLoss> Engines => pushes.Engines;

    /// <inheritdoc/>
    protected override OnPolicyStatistics Collect() => pushes.Means();

    /// <inheritdoc/>
    protected override EngineState SaveEngine() => Engines.Save();

    /// <inheritdoc/>
    protected override void RestoreEngine(EngineState state) => Engines.Restore(state);

    /// <inheritdoc/>
    protected override void Free() => pushes.Dispose();

    private sealed class Pushes(AsynchronousEngines<A2CLoss> engines, int count, Action<IOnPolicyEngine<A2CLoss>, double> update)
        : IWorkerJob, IDisposable
    {
        private readonly WorkerSums[] sums = new WorkerSums[engines.Workers.Count];
        private readonly WorkerPool pool = new(engines.Workers.Count);
        private double progress;
        private volatile bool stopped;

        public AsynchronousEngines<A2CLoss> Engines => engines;

        public void Run(double share)
        {
            progress = share;
            pool.Run(this);
        }

        public void Execute(int worker, WorkerPool workers)
        {
            IOnPolicyEngine<A2CLoss> engine = engines.Workers[worker];
            sums[worker] = default;
            while (!stopped && workers.NextItem() < count)
            {
                // A worker that does not reach the end of this stops the others, too.
                bool goesOn = false;
                try
                {
                    update(engine, progress);
                    sums[worker].Add(engine.Collect());
                    goesOn = sums[worker].NonFinite == NonFiniteQuantity.None;
                }
                finally
                {
                    if (!goesOn)
                        stopped = true;
                }
            }
        }

        public OnPolicyStatistics Means()
        {
            WorkerSums all = default;
            foreach (WorkerSums sum in sums)
                all.Add(sum);
            return all.Means();
        }

        public void Dispose()
        {
            pool.Dispose();
            engines.Dispose();
        }
    }
}
