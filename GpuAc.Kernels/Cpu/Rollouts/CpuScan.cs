using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Threads;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>The scan skeleton on CPU workers: a return estimator backwards through each block's time steps.</summary>
/// <typeparam name="F">Lane type.</typeparam>
internal sealed unsafe class CpuScan<F> : IWorkerJob
    where F : struct, IFloatLane<F>
{
    private readonly WorkerPool pool;
    private readonly ScanColumns columns;
    private readonly SampleTiles samples;
    private readonly int numEnvs;
    private readonly Moments[] blockMoments;
    private ReturnEstimatorKind estimator;
    private ReturnSettings settings;

    /// <summary>Prepares; allocates only sums.</summary>
    public CpuScan(WorkerPool pool, ScanColumns columns, SampleTiles samples, int numEnvs)
    {
        this.pool = pool;
        this.columns = columns;
        this.samples = samples;
        this.numEnvs = numEnvs;
        blockMoments = new Moments[columns.Blocks];
    }

    /// <summary>Computes advantages and value targets of every step of the last rollout.</summary>
    /// <param name="estimator">How.</param>
    /// <param name="settings">Discount and the like.</param>
    public AdvantageStatistics Run(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        this.estimator = KnownValues.Require(estimator);
        this.settings = settings;
        pool.Run(this);
        RunningMoments advantages = default, returns = default;
        for (int block = 0; block < blockMoments.Length; block++)
        {
            ref Moments moments = ref blockMoments[block];
            double count = moments.Count;
            advantages.Merge(count, 0, moments.Advantages, moments.AdvantageSquares);
            returns.Merge(count, moments.ReturnShift, moments.Returns, moments.ReturnSquares);
        }

        return AdvantageStatistics.Of(advantages, returns);
    }

    /// <inheritdoc/>
    void IWorkerJob.Execute(int worker, WorkerPool workers)
    {
        for (int block = workers.NextItem(); block < columns.Blocks; block = workers.NextItem())
        {
            int active = Tile.Active(block, numEnvs);
            for (int lane = 0; lane < active; lane += F.Width)
                Estimate(block, lane);
            blockMoments[block] = Finish(block, active);
        }
    }

    private void Estimate(int block, int lane)
    {
        ScanColumns.Column<F> column = columns.Lane<F>(block, lane);
        int length = columns.Lengths[block];
        switch (estimator)
        {
            case ReturnEstimatorKind.Gae:
                GeneralizedAdvantage.Compute<F, ScanColumns.Column<F>>(settings, length, ref column);
                break;
            case ReturnEstimatorKind.NStep:
                NStepReturn.Compute<F, ScanColumns.Column<F>>(settings, length, ref column);
                break;
            case ReturnEstimatorKind.MonteCarlo:
                MonteCarloReturn.Compute<F, ScanColumns.Column<F>>(settings, length, ref column);
                break;
            case ReturnEstimatorKind.Episode:
                EpisodeReturn.Compute<F, ScanColumns.Column<F>>(settings, length, ref column);
                break;
            default:
                throw KnownValues.Unknown(estimator);
        }
    }

    // Hands advantages and returns to learning and sums their moments; returns relative to the block's first, to keep digits.
    private Moments Finish(int block, int active)
    {
        var moments = new Moments { ReturnShift = columns[block, 0][ScanColumns.Return * Tile.Lanes] };
        F shift = F.Of(moments.ReturnShift);
        for (int t = 0; t < columns.Lengths[block]; t++)
        {
            float* ends = columns[block, t] + (ScanColumns.End * Tile.Lanes);
            float* advantages = columns[block, t] + (ScanColumns.Advantage * Tile.Lanes);
            float* returns = columns[block, t] + (ScanColumns.Return * Tile.Lanes);
            long first = ((long)t * numEnvs) + (block * Tile.Lanes);
            samples.Write(advantages, samples.Advantage, first, active);
            samples.Write(returns, samples.Return, first, active);
            AdvantageMoments<F> sums = default;
            F count = F.Zero;
            for (int lane = 0; lane < active; lane += F.Width)
            {
                F inUse = (F.Iota + F.Of(lane) < F.Of(active)) & EpisodeEnd.IsCounted(F.Load(ends + lane));
                count += F.Select(inUse, F.One, F.Zero);
                sums.Add(inUse, F.Load(advantages + lane), F.Load(returns + lane), shift);
            }

            moments.Count += F.Sum(count);
            moments.Advantages += F.Sum(sums.Advantages);
            moments.AdvantageSquares += F.Sum(sums.AdvantageSquares);
            moments.Returns += F.Sum(sums.Returns);
            moments.ReturnSquares += F.Sum(sums.ReturnSquares);
        }

        return moments;
    }

    private struct Moments
    {
        public double Count;
        public double Advantages;
        public double AdvantageSquares;
        public float ReturnShift;
        public double Returns;
        public double ReturnSquares;
    }
}
