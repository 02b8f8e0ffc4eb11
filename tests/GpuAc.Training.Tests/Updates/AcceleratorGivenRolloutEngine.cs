using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Distributions;
using ILGPU;
using ILGPU.Runtime;
using Scan = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig, GpuAc.Kernels.Accelerators.SampleRows, ILGPU.ArrayView<float>,
    ILGPU.ArrayView<int>, int, GpuAc.Kernels.Returns.ReturnSettings, ILGPU.ArrayView<float>>;

namespace GpuAc.Training.Tests.Updates;

/// <summary>The given rollout on an accelerator, with its scan kernel and its learner.</summary>
internal sealed class AcceleratorGivenRolloutEngine<TDistribution, TLoss> : GivenRolloutEngine, IOnPolicyEngine<TLoss>
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
{
    private readonly AcceleratorDevice device;
    private readonly ParameterBuffers parameters;
    private readonly List<IDisposable> buffers = [];
    private readonly SampleRows rollout;
    private readonly ArrayView<float> lastValues;
    private readonly ArrayView<int> lengths;
    private readonly ArrayView<float> sums;
    private readonly ArrayView<float> totals;
    private readonly AcceleratorLearner<TDistribution, TLoss> learner;

    public AcceleratorGivenRolloutEngine(GivenRollout given, AcceleratorDevice device, SharedParameterBuffers? shared)
        : base(given, shared)
    {
        this.device = device;
        parameters = new ParameterBuffers(device, new PaddedLayout(given.Network));
        parameters.Upload(given.Parameters);
        shared?.State.Upload(given.Parameters);
        int actionSize = given.Environment.Action.Size, last = given.Samples;
        rollout = new SampleRows
        {
            Values = Upload(RolloutRows(given)),
            Samples = given.Samples,
            Observations = given.Environment.Observation.Count,
            ActionComponents = TDistribution.ActionComponents(actionSize),
        };
        lastValues = Upload(given.Values[last..]);
        lengths = Upload(given.Lengths);
        sums = Upload(new float[Groups * AdvantageSums.Count]);
        totals = Upload(new float[2 * AdvantageSums.Count]);
        ArrayView<float> counted = given.WholeEpisodes ? Upload([(float)given.Counted, 0]) : ArrayView<float>.Empty;
        learner = new AcceleratorLearner<TDistribution, TLoss>(
            device, parameters, rollout, totals, counted, actionSize, given.Seed, shared);
    }

    private int Groups => (Given.Config.NumEnvs + ScanKernel.Threads - 1) / ScanKernel.Threads;

    public override void EstimateReturns(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        Scan scan = estimator switch
        {
            ReturnEstimatorKind.Gae => Load<GeneralizedAdvantage>(),
            ReturnEstimatorKind.NStep => Load<NStepReturn>(),
            ReturnEstimatorKind.MonteCarlo => Load<MonteCarloReturn>(),
            _ => Load<EpisodeReturn>(),
        };
        var config = new KernelConfig(Groups, ScanKernel.Threads);
        scan(device.Stream, config, rollout, lastValues, lengths, Given.Config.NumEnvs, settings, sums);
        device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>>(ColumnSums.Kernel).Launch(
            device.Stream, new KernelConfig(AdvantageSums.Count, ColumnSums.Threads), sums, Groups, AdvantageSums.Count, totals);
    }

    public void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages) =>
        learner.Learn(plan, loss, progress, normalizeAdvantages);

    public override OnPolicyStatistics Collect()
    {
        var host = new float[2 * AdvantageSums.Count];
        totals.CopyToCPU(device.Stream, host);
        LearnStatistics learning = learner.Collect(Given.Counted);
        RunningMoments advantages = default, returns = default;
        advantages.Merge(Given.Counted, 0, Total(AdvantageSums.Advantage), Total(AdvantageSums.AdvantageSquare));
        returns.Merge(Given.Counted, Given.Values[0], Total(AdvantageSums.Return), Total(AdvantageSums.ReturnSquare));
        return new OnPolicyStatistics(Episodes, AdvantageStatistics.Of(advantages, returns), learning);

        double Total(int sum) => (double)host[2 * sum] + host[(2 * sum) + 1];
    }

    public override float[] DownloadParameters()
    {
        var flat = new float[Given.Parameters.Length];
        parameters.Download(flat);
        return flat;
    }

    public override float[] DownloadGradient()
    {
        float[] padded = new float[parameters.Layout.Length], flat = new float[Given.Parameters.Length];
        parameters.Gradients.Cast<float>().CopyToCPU(device.Stream, padded);
        device.Stream.Synchronize();
        parameters.Layout.Unpack(padded, flat);
        return flat;
    }

    public override void Dispose()
    {
        learner.Dispose();
        parameters.Dispose();
        foreach (IDisposable buffer in buffers)
            buffer.Dispose();
        device.Dispose();
    }

    // Row by row, in the order of SampleRows.
    private static float[] RolloutRows(GivenRollout given)
    {
        float[] ends = [.. Enumerable.Range(0, given.Samples).Select(given.EndOf)];
        float[] none = new float[given.Samples];
        return [.. given.Rows().SelectMany(row => row), .. none, .. none, .. given["rewards"], .. ends, .. given["finalValues"]];
    }

    private Scan Load<TEstimator>()
        where TEstimator : struct, IReturnEstimator => device.Load<Scan>(ScanKernel.Run<TEstimator>).Launch;

    private ArrayView<T> Upload<T>(T[] values)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = device.Accelerator.Allocate1D(values);
        buffers.Add(buffer);
        return buffer.View;
    }
}
