using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Threads;
using GpuAc.Policies.Distributions;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>
/// The given rollout on CPU lanes, with the scan and the learner of <see cref="CpuOnPolicyEngine{TEnv, TDistribution, TLoss, F}"/>; two
/// workers, or one that pushes to shared parameters.
/// </summary>
internal sealed unsafe class CpuGivenRolloutEngine<TDistribution, TLoss, F> : GivenRolloutEngine, IOnPolicyEngine<TLoss>
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
    where F : struct, IFloatLane<F>
{
    private readonly WorkerPool pool;
    private readonly ParameterState state;
    private readonly SampleTiles samples;
    private readonly ScanColumns columns;
    private readonly CpuScan<F> scan;
    private readonly CpuLearner<TDistribution, TLoss, F> learner;
    private AdvantageStatistics advantages;
    private LearnStatistics learning;

    public CpuGivenRolloutEngine(GivenRollout given, SharedParameters? shared)
        : base(given, shared)
    {
        OnPolicyConfig config = given.Config;
        int actionSize = given.Environment.Action.Size;
        pool = new WorkerPool(shared == null ? 2 : 1);
        state = new ParameterState(new PaddedLayout(given.Network));
        state.Upload(given.Parameters);
        shared?.State.Upload(given.Parameters);
        samples = new SampleTiles(
            RolloutSize, given.Environment.Observation.Count, TDistribution.ActionComponents(actionSize), given.WholeEpisodes);
        columns = new ScanColumns(config.NumEnvs, config.NumSteps);
        scan = new CpuScan<F>(pool, columns, samples, config.NumEnvs);
        learner = new CpuLearner<TDistribution, TLoss, F>(pool, state, samples, actionSize, given.Seed, shared);
        FillSamples();
        FillColumns();
    }

    public override void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings) =>
        advantages = scan.Run(estimator, settings);

    public void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages) => learning = learner.Learn(
        plan, loss, progress, normalizeAdvantages ? AdvantageScale.Of(advantages) : AdvantageScale.None);

    public override OnPolicyStatistics Collect() => new(Episodes, advantages, learning);

    public override float[] DownloadParameters() => Flat(state.Parameters);

    public override float[] DownloadGradient() => Flat(state.Gradients);

    public override void Dispose()
    {
        pool.Dispose();
        learner.Dispose();
        samples.Dispose();
        columns.Dispose();
        state.Dispose();
    }

    private float[] Flat(float* padded)
    {
        var flat = new float[Given.Network.ParameterCount];
        state.Layout.Unpack(new ReadOnlySpan<float>(padded, state.Layout.Length), flat);
        return flat;
    }

    private void FillSamples()
    {
        float[][] rows = Given.Rows();
        for (int s = 0; s < Given.Samples; s++)
        {
            float* lane = samples[s / Tile.Lanes] + (s % Tile.Lanes);
            for (int row = 0; row < rows.Length; row++)
                lane[row * Tile.Lanes] = rows[row][s];
            if (samples.Weighted)
                lane[samples.Weight * Tile.Lanes] = s / columns.NumEnvs < Given.Lengths[s % columns.NumEnvs] ? 1 : 0;
        }

        samples.Filled = (long)Given.Lengths.Max() * columns.NumEnvs;
        samples.Counted = Given.Counted;
    }

    private void FillColumns()
    {
        float[] rewards = Given["rewards"], finalValues = Given["finalValues"];
        for (int e = 0; e < columns.NumEnvs; e++)
        {
            for (int t = 0; t <= columns.NumSteps; t++)
            {
                float* lane = columns[e / Tile.Lanes, t] + (e % Tile.Lanes);
                int s = (t * columns.NumEnvs) + e;
                lane[ScanColumns.Value * Tile.Lanes] = Given.Values[s];
                if (t == columns.NumSteps)
                    continue;
                lane[ScanColumns.Reward * Tile.Lanes] = rewards[s];
                lane[ScanColumns.FinalValue * Tile.Lanes] = finalValues[s];
                lane[ScanColumns.End * Tile.Lanes] = Given.EndOf(s);
            }
        }

        for (int block = 0; block < columns.Blocks; block++)
            columns.Lengths[block] = Given.Lengths.Skip(block * Tile.Lanes).Take(Tile.Lanes).Max();
    }
}
