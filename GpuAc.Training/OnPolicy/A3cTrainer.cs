using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes.Threads;

namespace GpuAc.Training.OnPolicy;

/// <summary>Asynchronous advantage actor-critic. Mnih et al., arXiv:1602.01783, algorithm S3.</summary>
/// <remarks>
/// Every worker acts with its own weights, learns from its own rollout, pushes the gradient to the shared network and pulls what comes of
/// it (<see cref="AsynchronousEngines"/>), whatever the others are doing. An iteration is a number of pushes by whoever is ready; only at
/// its end do workers wait, for the metrics and for evaluations.
/// </remarks>
public sealed class A3cTrainer : OnPolicyTrainer, IWorkerJob
{
    private readonly A3cConfig config;
    private readonly WorkerSums[] sums;
    private readonly WorkerPool pool;
    private readonly LearnPlan plan;
    private volatile bool stopped;

    internal A3cTrainer(A3cConfig config, OnPolicySetup setup, AsynchronousEngines engines)
        : base(config, setup)
    {
        this.config = config;
        Engines = engines;
        sums = new WorkerSums[engines.Workers.Count];
        pool = new WorkerPool(Engines.Workers.Count);
        plan = OneStepPlan(config.ValueCoefficient);
    }

    /// <summary>Where the workers' work is done.</summary>
    internal AsynchronousEngines Engines { get; }

    /// <inheritdoc/>
    void IWorkerJob.Execute(int worker, WorkerPool workerPool)
    {
        IOnPolicyEngine engine = Engines.Workers[worker];
        var returns = new ReturnSettings { Gamma = config.Gamma };
        double progress = Progress;
        sums[worker] = default;
        while (!stopped && workerPool.NextItem() < config.UpdatesPerIteration)
        {
            // Whoever does not come to the end of this stops the others, too.
            bool goesOn = false;
            try
            {
                engine.Rollout();
                // To the rollout's end and no further: the longest n-step return that each step can have.
                engine.EstimateReturns(ReturnEstimatorKind.MonteCarlo, returns);
                engine.Learn(plan, progress, config.NormalizeAdvantages);
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

    /// <inheritdoc/>
    private protected override void Update() => pool.Run(this);

    /// <inheritdoc/>
    private protected override OnPolicyStatistics Collect()
    {
        WorkerSums all = default;
        foreach (WorkerSums sum in sums)
            all.Add(sum);
        return all.Means();
    }

    /// <inheritdoc/>
    private protected override void Free()
    {
        pool.Dispose();
        Engines.Dispose();
    }
}
