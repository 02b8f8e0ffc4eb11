using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Kernels.Statistics;
using ILGPU;
using ILGPU.Runtime;
using Scan = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig, GpuAc.Kernels.Accelerators.SampleRows, ILGPU.ArrayView<float>,
    ILGPU.ArrayView<int>, int, GpuAc.Kernels.Returns.ReturnSettings, ILGPU.ArrayView<float>>;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Estimates returns on an accelerator.</summary>
internal sealed class AcceleratorScan : IDisposable
{
    private readonly AcceleratorDevice device;
    private readonly RolloutPlan plan;
    private readonly RolloutBuffers rollout;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> sums;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> totals;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>> sumColumns;
    private readonly float[] hostTotals = new float[2 * AdvantageSums.Count];
    private readonly float[] hostShift = new float[1];
    private readonly int groups;
    private LaunchSequence? launches;
    private ReturnEstimatorKind estimator;
    private ReturnSettings settings;

    /// <summary>Allocates sums.</summary>
    public AcceleratorScan(AcceleratorDevice device, RolloutPlan plan, RolloutBuffers rollout)
    {
        this.device = device;
        this.plan = plan;
        this.rollout = rollout;
        groups = (plan.NumEnvs + ScanKernel.Threads - 1) / ScanKernel.Threads;
        sums = device.Accelerator.Allocate1D<float>((long)groups * AdvantageSums.Count);
        totals = device.Accelerator.Allocate1D<float>(2 * AdvantageSums.Count);
        sumColumns = device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>>(ColumnSums.Kernel);
    }

    /// <summary>Sums over the last rollout's advantages.</summary>
    public ArrayView<float> Totals => totals.View;

    /// <summary>Puts an estimation into the queue; returns before it has run.</summary>
    public void Run(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        if (launches == null || estimator != this.estimator || !settings.Equals(this.settings))
            Prepare(estimator, settings);
        launches!.Run();
    }

    /// <summary>Waits, and says what the estimation reported.</summary>
    /// <param name="counted">Samples of the rollout that count.</param>
    public AdvantageStatistics Collect(long counted)
    {
        totals.View.BaseView.CopyToCPU(device.Stream, hostTotals);
        rollout.Rollout.Values.SubView(rollout.Rollout.Value * rollout.Rollout.Samples, 1).CopyToCPU(device.Stream, hostShift);
        device.Stream.Synchronize();
        RunningMoments advantages = default, returns = default;
        advantages.Merge(counted, 0, Total(AdvantageSums.Advantage), Total(AdvantageSums.AdvantageSquare));
        returns.Merge(counted, hostShift[0], Total(AdvantageSums.Return), Total(AdvantageSums.ReturnSquare));
        return AdvantageStatistics.Of(advantages, returns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        launches?.Dispose();
        sums.Dispose();
        totals.Dispose();
    }

    private double Total(int index) => (double)hostTotals[2 * index] + hostTotals[(2 * index) + 1];

    private void Prepare(ReturnEstimatorKind estimator, ReturnSettings settings)
    {
        launches?.Dispose();
        this.estimator = estimator;
        this.settings = settings;
        Scan scan =
            estimator switch
            {
                ReturnEstimatorKind.Gae => Load<GeneralizedAdvantage>(),
                ReturnEstimatorKind.NStep => Load<NStepReturn>(),
                ReturnEstimatorKind.MonteCarlo => Load<MonteCarloReturn>(),
                ReturnEstimatorKind.Episode => Load<EpisodeReturn>(),
                _ => throw KnownValues.Unknown(estimator),
            };
        launches = new LaunchSequence(device.Stream, () =>
        {
            scan(
                device.Stream, new KernelConfig(groups, ScanKernel.Threads),
                rollout.Rollout, rollout.LastValues, rollout.Lengths, plan.NumEnvs, settings, sums.View);
            sumColumns.Launch(
                device.Stream, new KernelConfig(AdvantageSums.Count, ColumnSums.Threads),
                sums.View, groups, AdvantageSums.Count, totals.View);
        });
    }

    private Scan Load<TEstimator>()
        where TEstimator : struct, IReturnEstimator => device.Load<Scan>(ScanKernel.Run<TEstimator>).Launch;
}
