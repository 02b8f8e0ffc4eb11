using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.Returns;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <content>One register of the block under way.</content>
internal sealed unsafe partial class RolloutWorker<TEnv, TDistribution, F>
{
    private readonly struct Rows(RolloutWorker<TEnv, TDistribution, F> worker, int lane) : IRolloutRows<F>
    {
        private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

        public int ActionSize { [MethodImpl(Inline)] get => worker.actionSize; }
        public int PolicyOutputs { [MethodImpl(Inline)] get => worker.policyOutputs; }
        public int LogStds { [MethodImpl(Inline)] get => worker.logStds; }
        public int Observations { [MethodImpl(Inline)] get => worker.observationSize; }
        public int Bounds { [MethodImpl(Inline)] get => worker.bounds.Count; }
        public bool TimeLimitsTerminate { [MethodImpl(Inline)] get => worker.plan.TimeLimitsTerminate; }
        public uint Environment { [MethodImpl(Inline)] get => worker.IndexOf(worker.block, lane); }
        public F InUse { [MethodImpl(Inline)] get => F.Load(worker.live + lane) > F.Zero; }

        [MethodImpl(Inline)]
        public F Policy(int output) => F.Load(worker.policy + (output * Tile.Lanes) + lane);

        [MethodImpl(Inline)]
        public float LogStd(int dimension) => worker.parameters.Parameters[worker.parameters.Layout.LogStd + dimension];

        [MethodImpl(Inline)]
        public F Low(int dimension) => worker.bounds.Low(dimension);

        [MethodImpl(Inline)]
        public F High(int dimension) => worker.bounds.High(dimension);

        [MethodImpl(Inline)]
        public void KeepAction(ref Components<F> action) => StoreRows(ref action, worker.actionComponents, worker.actions + lane);

        [MethodImpl(Inline)]
        public void KeepLogProb(F logProb) => logProb.Store(worker.logProbs + lane);

        [MethodImpl(Inline)]
        public void Keep(F reward, F terminated, F truncated, ref Components<F> next)
        {
            F inUse = InUse;
            float* column = worker.column + lane;
            (reward * F.Of(worker.rewardScale)).Store(column + (ScanColumns.Reward * Tile.Lanes));
            F end = worker.plan.WholeEpisodes ? EpisodeEnd.Of(inUse, terminated, truncated) : EpisodeEnd.Of(terminated, truncated);
            end.Store(column + (ScanColumns.End * Tile.Lanes));
            if (worker.isWatching)
                worker.Watch(lane, reward, terminated | truncated, inUse);
            if (!F.Any(truncated & inUse))
                return;
            worker.hasTruncated = true;
            StoreRows(ref next, worker.observationSize, worker.finals + lane);
        }

        public void End(F ended, F counted, F episodeReturn, F length)
        {
            worker.sums.Ended.Add(counted, episodeReturn, length);
            if (worker.plan.WholeEpisodes)
                F.Select(ended, F.Zero, F.Load(worker.live + lane)).Store(worker.live + lane);
        }

        public void Fail(F reward, ref Components<F> next) =>
            throw EnvironmentFault.Create(TEnv.Spec, InUse, reward, ref next, Environment, worker.step);
    }

    // Keeps count of the moments that normalisation needs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Watch(int lane, F reward, F ended, F inUse)
    {
        float* rows = blocks[block] + lane;
        if (plan.ScaleRewards)
        {
            float* discounted = rows + (blocks.DiscountedReturn * Tile.Lanes);
            F value = F.MultiplyAdd(F.Load(discounted), F.Of(plan.Gamma), reward);
            F watched = F.Select(inUse, value - F.Of(returnShift), F.Zero);
            sums.DiscountedReturns += F.Sum(watched);
            sums.DiscountedSquares += F.Sum(watched * watched);
            F.Select(ended, F.Zero, value).Store(discounted);
        }

        for (int i = 0; normalizer != null && i < observationSize; i++)
        {
            // The observation acted on, which is still in place.
            F distance = F.Load(rows + ((blocks.Observation + i) * Tile.Lanes)) - F.Of(normalizer.Shift[i]);
            distance = F.Select(inUse, distance, F.Zero);
            sums.Observations[i].A += F.Sum(distance);
            sums.Observations[i].B += F.Sum(distance * distance);
        }
    }
}
