using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Returns;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.A3c;

/// <summary>Asynchronous advantage actor-critic. Mnih et al., arXiv:1602.01783, algorithm S3.</summary>
/// <remarks>
/// Every worker acts with its own weights, learns from its own rollout, pushes the gradient to the shared network and pulls what comes of
/// it (<see cref="SharedParameters"/>), whatever the others are doing. An iteration is a number of pushes by whoever is ready; only at its
/// end do workers wait, for the metrics and for evaluations.
/// </remarks>
public sealed class A3cTrainer : OnPolicyTrainer, IWorkerJob
{
    private readonly A3cConfig config;
    private readonly IOnPolicyEngine[] workers;
    private readonly WorkerSums[] sums;
    private readonly SharedParameters shared;
    private readonly WorkerPool pool;
    private readonly LearnPlan plan;
    private volatile bool diverged;

    internal A3cTrainer(A3cConfig config, OnPolicySetup setup, IOnPolicyEngine[] workers, SharedParameters shared)
        : base(config, setup)
    {
        this.config = config;
        this.workers = workers;
        this.shared = shared;
        sums = new WorkerSums[workers.Length];
        pool = new WorkerPool(workers.Length);
        plan = OneStepPlan(config.ValueCoefficient);
    }

    /// <inheritdoc/>
    void IWorkerJob.Execute(int worker, WorkerPool workerPool)
    {
        IOnPolicyEngine engine = workers[worker];
        var returns = new ReturnSettings { Gamma = config.Gamma };
        double progress = Progress;
        sums[worker] = default;
        while (!diverged && workerPool.NextItem() < config.UpdatesPerIteration)
        {
            engine.Rollout();
            // To the rollout's end and no further: the longest n-step return that each step can have.
            engine.EstimateReturns(ReturnEstimatorKind.MonteCarlo, returns);
            engine.Learn(plan, progress, config.NormalizeAdvantages);
            sums[worker].Add(engine.Collect());
            diverged = sums[worker].NonFinite != NonFiniteQuantity.None;
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
        foreach (IOnPolicyEngine worker in workers)
            worker.Dispose();
        shared.Dispose();
    }
}
