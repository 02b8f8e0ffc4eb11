using System.Runtime.InteropServices;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Learns from a rollout on an accelerator: epochs of minibatches, two launches each, with nothing that the host waits for.
/// </summary>
internal sealed partial class AcceleratorLearner<TDistribution, TLoss> : IDisposable
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
{
    private const int Block = 64;

    private readonly AcceleratorDevice device;
    private readonly ParameterBuffers parameters;
    private readonly SharedParameterBuffers? shared;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> control;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> sums;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> squares;
    private readonly MemoryBuffer1D<KernelLayer, Stride1D.Dense> layers;
    private readonly OptimizeLaunches optimize;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, LearnViews, LearnNumbers<TLoss>, TileShape>> learn;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>> sumColumns;
    private readonly LoadedKernel<Action<AcceleratorStream, Index1D, ArrayView<int>>> begin;
    private readonly LoadedKernel<Action<AcceleratorStream, Index1D, ArrayView<int>, ArrayView<float>, float>> endEpoch;
    private readonly TileShape shape;
    private readonly TileFit fit;
    private readonly int[] order;
    private readonly RandomKey shuffleKey;
    private readonly float[] hostSums = new float[2 * (LearnKernel.Statistics + 1)];
    private readonly int[] hostControl = new int[LearnControl.Length];
    private LearnBuffers? buffers;
    private LaunchSequence? launches;
    private LaunchSequence? afterPush;
    private LearnPlan plan;
    private TLoss loss;
    private LearnViews views;
    private bool normalizes;
    private long updates;
    private long shuffles;

    /// <summary>Allocates what does not depend on a plan.</summary>
    /// <param name="device">Device.</param>
    /// <param name="parameters">Parameters and moments; updated in place.</param>
    /// <param name="rollout">What the rollout leaves.</param>
    /// <param name="advantageSums">Sums over its advantages.</param>
    /// <param name="counted">Number of its samples that count, where not all do; otherwise empty.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    /// <param name="seed">Seed of the run, for the order of minibatches.</param>
    /// <param name="shared">Where gradients go and parameters come from, or null for <paramref name="parameters"/> themselves.</param>
    public AcceleratorLearner(
        AcceleratorDevice device,
        ParameterBuffers parameters,
        SampleRows rollout,
        ArrayView<float> advantageSums,
        ArrayView<float> counted,
        int actionSize,
        ulong seed,
        SharedParameterBuffers? shared = null)
    {
        this.device = device;
        this.parameters = parameters;
        this.shared = shared;
        Accelerator accelerator = device.Accelerator;
        var plan = new TilePlan(parameters.Layout, isLearning: true);
        fit = TileFit.Choose(device, plan);
        shape = plan.Shape(
            parameters.Layout, fit.Samples, actionSize, TDistribution.ActionComponents(actionSize), counted.Length > 0);
        layers = accelerator.Allocate1D(plan.Layers.ToArray());
        control = accelerator.Allocate1D<int>(LearnControl.Length);
        sums = accelerator.Allocate1D<float>(hostSums.Length);
        squares = accelerator.Allocate1D<float>(OptimizeKernel.Groups(parameters.Quads));
        order = new int[checked((int)((rollout.Samples + Block - 1) / Block))];
        shuffleKey = new RandomKey(seed, RandomPurpose.Shuffle);
        views = new LearnViews
        {
            Layers = layers.View,
            Parameters = parameters.Parameters,
            Rollout = rollout,
            AdvantageSums = advantageSums,
            // A kernel's views must show something, also where it does not look.
            Counted = counted.Length > 0 ? counted : advantageSums,
            Control = control.View,
        };
        learn = device.Load<Action<AcceleratorStream, KernelConfig, LearnViews, LearnNumbers<TLoss>, TileShape>>(
            fit.Select(
                LearnKernel.Run<TDistribution, TLoss, DeclaredTile>, LearnKernel.Run<TDistribution, TLoss, RequestedTile>,
                LearnKernel.Run<TDistribution, TLoss, DeviceTile>),
            shape).WithSharedMemory(fit.RequestedBytes(shape));
        sumColumns = device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>>(ColumnSums.Kernel);
        begin = device.Load<Action<AcceleratorStream, Index1D, ArrayView<int>>>(LearnControl.Begin);
        endEpoch = device.Load<Action<AcceleratorStream, Index1D, ArrayView<int>, ArrayView<float>, float>>(LearnControl.EndEpoch);
        optimize = new OptimizeLaunches(device);
    }

    /// <summary>Shared memory of a group, in bytes; 0 where its tile lies in device memory.</summary>
    public int SharedBytes => fit.SharedBytes(shape);

    /// <summary>Partial gradients of a minibatch.</summary>
    public int Partials { get; private set; }

    /// <summary>
    /// Puts the epochs of one iteration into the queue; returns before they have run, or where parameters are shared, once they have.
    /// </summary>
    /// <param name="plan">What to do.</param>
    /// <param name="loss">The loss, with its coefficients.</param>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    /// <param name="normalizeAdvantages">Whether to bring the advantages to mean 0 and deviation 1 first.</param>
    public void Learn(LearnPlan plan, TLoss loss, double progress, bool normalizeAdvantages)
    {
        if (plan != this.plan || !IsSame(loss, this.loss) || normalizeAdvantages != normalizes)
            Prepare(plan, loss, normalizeAdvantages);
        int minibatches = Minibatches(plan);
        for (int epoch = 0; epoch < plan.NumEpochs; epoch++)
        {
            if (epoch == 0)
            {
                for (int i = 0; i < order.Length; i++)
                    order[i] = i;
            }

            if (minibatches > 1)
                Permutation.Shuffle(order, shuffleKey, (ulong)(shuffles + epoch));
            if (minibatches > 1 || !buffers!.HasOrder)
                order.CopyTo(buffers!.HostOrder, epoch * order.Length);
        }

        if (minibatches > 1 || !buffers!.HasOrder)
            buffers!.UploadOrder(device.Stream);
        if (shared != null)
        {
            Push(shared, progress);
            return;
        }

        for (int update = 0; update < buffers.HostSteps.Length; update++)
            buffers.HostSteps[update] = plan.Optimizer.CreateStep(updates + update + 1, progress);
        buffers.UploadSteps(device.Stream);
        parameters.Propose();
        launches!.Run();
    }

    /// <summary>
    /// Waits, and says what the epochs reported; where something was not finite, restores as <see cref="LearnStatistics.NonFinite"/> says.
    /// </summary>
    /// <param name="counted">Samples of the rollout that count.</param>
    public LearnStatistics Collect(long counted)
    {
        sums.View.BaseView.CopyToCPU(device.Stream, hostSums);
        control.View.BaseView.CopyToCPU(device.Stream, hostControl);
        device.Stream.Synchronize();
        int epochs = hostControl[LearnControl.Epochs], minibatches = Minibatches(plan);
        updates += (long)epochs * minibatches;
        shuffles += minibatches > 1 ? epochs : 0;
        LearnStatistics means = new LearnStatistics
        {
            PolicyLoss = Sum(LearnKernel.PolicyLoss),
            ValueLoss = Sum(LearnKernel.ValueLoss),
            Entropy = Sum(LearnKernel.Entropy),
            ApproxKl = Sum(LearnKernel.ApproxKl),
            ClipFraction = Sum(LearnKernel.ClipFraction),
            GradientNorm = Sum(LearnKernel.Statistics),
            Epochs = epochs,
            Samples = shape.IsWeighted != 0 ? counted : plan.MinibatchSize * minibatches,
            Updates = minibatches,
        }.Means();
        means.NonFinite = means.FirstNonFinite(hostControl[LearnControl.BadNorm] == 0, hostControl[LearnControl.BadWeight] == 0);
        if (means.NonFinite == NonFiniteQuantity.None)
        {
            parameters.Confirm();
        }
        else
        {
            parameters.Restore();
            shared?.Replace(parameters, device.Stream);
        }

        return means;
    }

    /// <summary>Names all that the learner keeps from one call to the next.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Count("learner/updates", ref updates);
        state.Count("learner/shuffles", ref shuffles);
    }

    /// <summary>Applies the partial gradients of the last minibatch once more, for measurements.</summary>
    public void OptimizeOnly() => Optimize(plan, Partials, 0, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        launches?.Dispose();
        afterPush?.Dispose();
        buffers?.Dispose();
        control.Dispose();
        sums.Dispose();
        squares.Dispose();
        layers.Dispose();
    }

    private int BlocksPerMinibatch(LearnPlan plan) => (int)((plan.MinibatchSize + Block - 1) / Block);

    private int Minibatches(LearnPlan plan) => order.Length / BlocksPerMinibatch(plan);

    // Launches that were recorded hold the loss's bytes.
    private static bool IsSame(TLoss one, TLoss other) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<TLoss>(in one)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<TLoss>(in other)));

    private double Sum(int index) => (double)hostSums[2 * index] + hostSums[(2 * index) + 1];

    // Allocates what a plan needs; once per run, as algorithms keep to their plan.
    private void Prepare(LearnPlan plan, TLoss loss, bool normalizeAdvantages)
    {
        this.plan = plan;
        this.loss = loss;
        normalizes = normalizeAdvantages;
        launches?.Dispose();
        afterPush?.Dispose();
        buffers?.Dispose();
        int minibatches = Minibatches(plan);
        int groups = LearnBuffers.Groups(device, parameters.Layout, fit, plan.MinibatchSize);
        buffers = new LearnBuffers(
            device.Accelerator, groups, parameters.Quads, order.Length * plan.NumEpochs, minibatches, plan.NumEpochs, fit, shape);
        Partials = groups;
        views.Partials = buffers.Partials;
        views.Order = buffers.Order;
        views.Statistics = buffers.Statistics;
        views.Scratch = buffers.Scratch;
        if (shared == null)
            launches = new LaunchSequence(device.Stream, () => Launch(plan, groups, minibatches));
        else
            PreparePush(plan, groups, minibatches);
    }
}
