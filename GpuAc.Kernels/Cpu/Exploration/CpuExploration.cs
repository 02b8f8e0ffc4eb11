using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Cpu.Exploration;

/// <summary>
/// The environments of off-policy training on CPU workers: one time step of all of them, in blocks of 64, concurrently with learning or
/// alone.
/// </summary>
internal sealed class CpuExploration<TEnv, TExplorer, F> : IConcurrentWork, IDisposable
    where TEnv : struct, IEnvironment
    where TExplorer : struct, IExplorer
    where F : struct, IFloatLane<F>
{
    private readonly ExplorationPlan plan;
    private readonly ReplayMemory replay;
    private readonly EnvironmentBlocks blocks;
    private readonly ExplorationWorker<TEnv, TExplorer, F>[] workers;
    private readonly EpisodeSums[] sums;
    private ExplorationStep exploration;

    /// <summary>Allocates, and puts all environments into start states.</summary>
    public CpuExploration(OffPolicyRun run, int workerCount, OffPolicyNetworks networks, ReplayMemory replay)
    {
        EnvironmentSpec spec = TEnv.Spec;
        plan = run.Exploration;
        this.replay = replay;
        blocks = new EnvironmentBlocks(run.NumEnvs, spec.StateSize, spec.Observation.Count, TExplorer.ActionComponents(spec.Action.Size));
        sums = new EpisodeSums[blocks.Count];
        workers = new ExplorationWorker<TEnv, TExplorer, F>[workerCount];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = new ExplorationWorker<TEnv, TExplorer, F>(networks, replay, blocks, run.NumEnvs, run.Learning.Seed);
        for (int block = 0; block < blocks.Count; block++)
            workers[0].Start(block);
        exploration = plan.At(0);
    }

    /// <summary>Time steps taken.</summary>
    public long Steps => replay.Steps;

    /// <inheritdoc/>
    public int Pieces => blocks.Count;

    /// <inheritdoc/>
    public void Do(int worker, int piece)
    {
        try
        {
            workers[worker].Step(piece, (ulong)Steps, exploration, ref sums[piece]);
        }
        catch (Exception cause) when (EnvironmentFault.IsThrown(cause))
        {
            throw new EnvironmentFailureException(TEnv.Spec.Id, cause);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        replay.Advance();
        exploration = plan.At(Steps);
    }

    /// <summary>Episodes that ended since the last call.</summary>
    public RolloutStatistics TakeStatistics()
    {
        RolloutStatistics statistics = default;
        for (int block = 0; block < sums.Length; block++)
        {
            sums[block].AddTo(ref statistics);
            sums[block] = default;
        }

        return statistics;
    }

    /// <summary>Names what environments carry; replay, which counts time steps, has been named before.</summary>
    public void Transfer(StateTransfer state)
    {
        blocks.Transfer(state);
        exploration = plan.At(Steps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ExplorationWorker<TEnv, TExplorer, F> worker in workers)
            worker.Dispose();
        blocks.Dispose();
    }
}
