using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Threads;

namespace GpuAc.Training.Tests.Rollouts;

public unsafe class CpuScanTests
{
    private const int NumSteps = 19;
    private const double Gamma = 0.9f;
    private const double Lambda = 0.8f;

    public static TheoryData<int> EnvironmentCounts => [1, 5, 63, 64, 65, 200];

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_Gae_IsThePlainDoubleLoop(int numEnvs) => AssertMatches(numEnvs, ReturnEstimatorKind.Gae, GaeOf);

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_MonteCarlo_IsThePlainDoubleLoop(int numEnvs) =>
        AssertMatches(numEnvs, ReturnEstimatorKind.MonteCarlo, (r, t) => TargetOf(r, t, NumSteps) - r.Value[t]);

    [Theory]
    [MemberData(nameof(EnvironmentCounts))]
    public void Run_NStep_IsThePlainDoubleLoop(int numEnvs) =>
        AssertMatches(numEnvs, ReturnEstimatorKind.NStep, (r, t) => TargetOf(r, t, 4) - r.Value[t]);

    [Fact]
    public void Run_UnknownEstimator_IsRefused()
    {
        using var pool = new WorkerPool(1);
        using var columns = new ScanColumns(3, NumSteps);
        using var samples = new SampleTiles(3 * NumSteps, 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new CpuScan<Lane4>(pool, columns, samples, 3).Run((ReturnEstimatorKind)9, default));
    }

    private static void AssertMatches(int numEnvs, ReturnEstimatorKind kind, Func<History, int, double> advantageOf)
    {
        History[] histories = [.. Enumerable.Range(0, numEnvs).Select(env => new History(new TestNumbers(env)))];
        double[] advantages = [.. Enumerable.Range(0, NumSteps).SelectMany(t => histories.Select(history => advantageOf(history, t)))];
        double[] values = [.. Enumerable.Range(0, NumSteps).SelectMany(t => histories.Select(history => (double)history.Value[t]))];
        double[] returns = [.. advantages.Zip(values, (advantage, value) => advantage + value)];
        foreach (int width in LaneRunner.AllWidths)
            LaneDispatch.Run(width, new Comparison(histories, kind, advantages, returns));
    }

    private static double GaeOf(History h, int t)
    {
        double next = h.Terminated[t] ? 0 : h.Truncated[t] ? h.FinalValue[t] : h.Value[t + 1];
        double delta = h.Reward[t] + Gamma * next - h.Value[t];
        bool ends = h.Terminated[t] || h.Truncated[t] || t == NumSteps - 1;
        return ends ? delta : delta + Gamma * Lambda * GaeOf(h, t + 1);
    }

    private static double TargetOf(History h, int t, int steps)
    {
        double next = h.Terminated[t] ? 0
            : h.Truncated[t] ? h.FinalValue[t]
            : steps == 1 || t == NumSteps - 1 ? h.Value[t + 1]
            : TargetOf(h, t + 1, steps - 1);
        return h.Reward[t] + Gamma * next;
    }

    /// <summary>One environment's made-up rollout.</summary>
    private sealed class History
    {
        public History(TestNumbers numbers)
        {
            Reward = numbers.Uniforms(NumSteps, -1, 1);
            Value = numbers.Uniforms(NumSteps + 1, 4, 6);
            FinalValue = numbers.Uniforms(NumSteps, 4, 6);
            Terminated = [.. Enumerable.Range(0, NumSteps).Select(_ => numbers.Chance(0.15))];
            Truncated = [.. Terminated.Select(terminated => !terminated && numbers.Chance(0.15))];
        }

        public float[] Reward { get; }

        public float[] Value { get; }

        public float[] FinalValue { get; }

        public bool[] Terminated { get; }

        public bool[] Truncated { get; }
    }

    private sealed class Comparison(
        History[] histories, ReturnEstimatorKind kind, double[] advantages, double[] returns) : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            int numEnvs = histories.Length;
            using var pool = new WorkerPool(2);
            using var columns = new ScanColumns(numEnvs, NumSteps);
            using var samples = new SampleTiles(numEnvs * NumSteps, 1, 1);
            Fill(columns);
            AdvantageStatistics statistics = new CpuScan<F>(pool, columns, samples, numEnvs).Run(
                kind, new ReturnSettings { Gamma = (float)Gamma, GaeLambda = (float)Lambda, ReturnSteps = 4 });
            for (int i = 0; i < advantages.Length; i++)
            {
                float* tile = samples[i / Tile.Lanes] + i % Tile.Lanes;
                Near.Equal(advantages[i], tile[samples.Advantage * Tile.Lanes], 1e-6, 4e-6, $"advantage {i} at width {F.Width}");
                Near.Equal(returns[i], tile[samples.Return * Tile.Lanes], 1e-6, 4e-6, $"return {i} at width {F.Width}");
            }

            Near.Equal(advantages.Average(), statistics.Mean, 1e-5, 1e-6, "mean advantage");
            Near.Equal(Math.Sqrt(Variance(advantages)), statistics.StandardDeviation, 1e-5, 1e-6, "deviation of the advantages");
            Near.Equal(1 - Variance(advantages) / Variance(returns), statistics.ExplainedVariance, 1e-4, 1e-5, "explained variance");
            return true;
        }

        private void Fill(ScanColumns columns)
        {
            for (int env = 0; env < histories.Length; env++)
            {
                History h = histories[env];
                for (int t = 0; t <= NumSteps; t++)
                {
                    float* lane = columns[env / Tile.Lanes, t] + env % Tile.Lanes;
                    lane[ScanColumns.Value * Tile.Lanes] = h.Value[t];
                    if (t == NumSteps)
                        break;
                    lane[ScanColumns.Reward * Tile.Lanes] = h.Reward[t];
                    lane[ScanColumns.FinalValue * Tile.Lanes] = h.Truncated[t] ? h.FinalValue[t] : float.NaN;
                    lane[ScanColumns.End * Tile.Lanes] =
                        h.Terminated[t] ? EpisodeEnd.Terminated : h.Truncated[t] ? EpisodeEnd.Truncated : EpisodeEnd.None;
                }
            }
        }

        private static double Variance(double[] values)
        {
            double mean = values.Average();
            return values.Average(value => (value - mean) * (value - mean));
        }
    }
}
