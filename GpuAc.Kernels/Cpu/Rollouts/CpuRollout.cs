using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>The rollout skeleton on CPU workers: forward, sample, step, reset, store, for every environment and time step.</summary>
/// <typeparam name="TEnv">Environment.</typeparam>
/// <typeparam name="TDistribution">Action distribution.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// A worker takes a block of 64 environments through all time steps before the next, so the block's state stays in L1 and workers
/// meet only at the end. Blocks share nothing but the weights, and sums over blocks are taken in order: which worker takes a block does not
/// matter.
/// </remarks>
internal sealed unsafe class CpuRollout<TEnv, TDistribution, F> : IDisposable, IWorkerJob
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
    where F : struct, IFloatLane<F>
{
    private readonly RolloutPlan plan;
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private readonly SampleTiles samples;
    private readonly ScanColumns columns;
    private readonly EnvironmentBlocks blocks;
    private readonly RolloutWorker<TEnv, TDistribution, F>[] workers;
    private readonly BlockSums[] sums;
    private readonly ObservationNormalizer? normalizer;
    private long firstStep;
    private RewardScale rewardScale;

    /// <summary>Allocates, and puts all environments into start states.</summary>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="pool">Workers.</param>
    /// <param name="state">Parameters of the policy.</param>
    /// <param name="samples">Receives what learning needs.</param>
    /// <param name="columns">Receives what return estimation needs.</param>
    public CpuRollout(RolloutPlan plan, WorkerPool pool, ParameterState state, SampleTiles samples, ScanColumns columns)
    {
        EnvironmentSpec spec = TEnv.Spec;
        FirstStep first = default;
        this.plan = plan;
        this.pool = pool;
        this.state = state;
        this.samples = samples;
        this.columns = columns;
        blocks = new EnvironmentBlocks(plan.NumEnvs, spec.StateSize, spec.Observation.Count);
        if (plan.NormalizeObservations || plan.ScaleRewards)
            first = FirstStep.Of<TEnv>(plan.Seed, plan.FirstEnvironment);
        rewardScale = new RewardScale(first.Reward);
        normalizer = plan.NormalizeObservations ? new ObservationNormalizer(first.Observation) : null;
        sums = new BlockSums[blocks.Count];
        workers = new RolloutWorker<TEnv, TDistribution, F>[pool.Count];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = new RolloutWorker<TEnv, TDistribution, F>(plan, state, samples, columns, blocks, normalizer);
        for (int block = 0; block < blocks.Count; block++)
            workers[0].Start(block);
    }

    /// <summary>Running normalisation of observations, or null.</summary>
    public ObservationNormalizer? Normalizer => normalizer;

    /// <summary>What the last rollout's rewards were multiplied by; 1 without scaling.</summary>
    public float RewardScale => rewardScale.Used;

    /// <summary>Takes every environment through the planned number of steps, from where it stands.</summary>
    /// <exception cref="EnvironmentFailureException">The environment threw, or returned a value that is not finite.</exception>
    public RolloutStatistics Run()
    {
        pool.Run(this);
        firstStep += plan.NumSteps;
        return Collect();
    }

    /// <inheritdoc/>
    void IWorkerJob.Execute(int worker, WorkerPool workerPool)
    {
        try
        {
            for (int block = workerPool.NextItem(); block < blocks.Count; block = workerPool.NextItem())
                workers[worker].Run(block, (ulong)firstStep, in rewardScale, ref sums[block]);
        }
        catch (Exception cause) when (EnvironmentFault.IsThrown(cause))
        {
            throw new EnvironmentFailureException(TEnv.Spec.Id, cause);
        }
    }

    /// <summary>Names all that goes from one rollout to the next.</summary>
    public void Transfer(StateTransfer transfer)
    {
        transfer.Count("rollout/steps", ref firstStep);
        blocks.Transfer(transfer);
        rewardScale.Transfer(transfer);
        normalizer?.Transfer(transfer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RolloutWorker<TEnv, TDistribution, F> worker in workers)
            worker.Dispose();
        normalizer?.Dispose();
        blocks.Dispose();
    }

    private RolloutStatistics Collect()
    {
        RolloutStatistics statistics = default;
        int longest = 0;
        for (int block = 0; block < sums.Length; block++)
        {
            ref BlockSums sum = ref sums[block];
            sum.Ended.AddTo(ref statistics);
            statistics.Steps += sum.Steps;
            longest = Math.Max(longest, columns.Lengths[block]);
            double count = sum.Steps;
            for (int i = 0; normalizer != null && i < normalizer.Components; i++)
                normalizer.Merge(i, count, sum.Observations[i].A, sum.Observations[i].B);
            if (plan.ScaleRewards)
                rewardScale.Merge(count, sum.DiscountedReturns, sum.DiscountedSquares);
        }

        samples.Filled = (long)longest * plan.NumEnvs;
        samples.Counted = statistics.Steps;
        normalizer?.Publish();
        if (plan.ScaleRewards)
            rewardScale.Publish();
        return statistics;
    }
}
