using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Takes environments through rollouts on an accelerator.</summary>
internal sealed class AcceleratorRollout<TEnv, TDistribution> : IDisposable
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
{
    private readonly AcceleratorDevice device;
    private readonly RolloutPlan plan;
    private readonly EnvironmentSpec spec = TEnv.Spec;
    private readonly MemoryBuffer1D<KernelLayer, Stride1D.Dense> layers;
    private readonly RolloutBuffers buffers;
    private readonly LaunchSequence launches;
    private readonly Action start;
    private readonly RolloutViews views;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, RolloutViews, RolloutNumbers, RolloutShape>> act;
    private readonly RolloutShape constant;
    private readonly ObservationNormalizer? normalizer;
    private readonly float[] hostNormalizer;
    private readonly float[] hostTotals;
    private readonly int[] hostFault = new int[NonFinite.Length];
    private readonly RolloutClock[] hostClock = [new() { RewardScale = 1 }];
    private RewardScale rewardScale;

    /// <summary>Allocates, and puts all environments into start states.</summary>
    /// <param name="device">Device.</param>
    /// <param name="plan">Sizes, seed and normalisation.</param>
    /// <param name="parameters">Parameters of the policy.</param>
    public AcceleratorRollout(AcceleratorDevice device, RolloutPlan plan, ParameterBuffers parameters)
    {
        this.device = device;
        this.plan = plan;
        Accelerator accelerator = device.Accelerator;
        var tile = new TilePlan(parameters.Layout, isLearning: false);
        TileFit fit = TileFit.Choose(device, tile);
        int actionSize = spec.Action.Size, components = TDistribution.ActionComponents(actionSize);
        RolloutShape shape = ShapeOf(plan, tile.Shape(parameters.Layout, fit.Samples, actionSize, components, plan.WholeEpisodes));
        buffers = new RolloutBuffers(accelerator, spec, plan, shape, fit);
        layers = accelerator.Allocate1D(tile.Layers.ToArray());
        FirstStep first = plan.NormalizeObservations || plan.ScaleRewards ? FirstStep.Of<TEnv>(plan.Seed, plan.FirstEnvironment) : default;
        rewardScale = new RewardScale(first.Reward);
        hostClock[0].ReturnShift = rewardScale.Shift;
        normalizer = plan.NormalizeObservations ? new ObservationNormalizer(first.Observation) : null;
        hostNormalizer = new float[3 * spec.Observation.Count];
        hostTotals = new float[2 * shape.Sums];

        SharedBytes = fit.SharedBytes(shape.Tile);
        constant = shape;
        views = buffers.Views(layers.View, parameters.Parameters);
        RolloutNumbers numbers = buffers.Numbers;
        KernelConfig config = fit.Config(buffers.Groups, shape.Tile);
        act = device.Load<Action<AcceleratorStream, KernelConfig, RolloutViews, RolloutNumbers, RolloutShape>>(
            fit.Select(
                RolloutKernel.Run<TEnv, TDistribution, DeclaredTile>, RolloutKernel.Run<TEnv, TDistribution, RequestedTile>,
                RolloutKernel.Run<TEnv, TDistribution, DeviceTile>),
            shape).WithSharedMemory(fit.RequestedBytes(shape.Tile));
        var bootstrap = device.Load<Action<AcceleratorStream, KernelConfig, RolloutViews, RolloutNumbers, RolloutShape>>(
            fit.Select(
                BootstrapKernel.Run<DeclaredTile>, BootstrapKernel.Run<RequestedTile>,
                BootstrapKernel.Run<DeviceTile>),
            shape).WithSharedMemory(fit.RequestedBytes(shape.Tile));
        var sum = device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>>(ColumnSums.Kernel);
        launches = new LaunchSequence(device.Stream, () =>
        {
            act.Launch(device.Stream, config, views, numbers, constant);
            bootstrap.Launch(device.Stream, config, views, numbers, constant);
            sum.Launch(
                device.Stream, new KernelConfig(shape.Sums, ColumnSums.Threads), buffers.Sums, buffers.Groups, shape.Sums, buffers.Totals);
        });
        var begin = device.Load<Action<AcceleratorStream, Index1D, RolloutViews, RolloutNumbers, RolloutShape>>(
            StartKernel.Run<TEnv>, shape);
        start = () => begin.Launch(device.Stream, numbers.Stride, views, numbers, constant);
        buffers.Clock.AsDense().CopyFromCPU(device.Stream, hostClock);
        start();
        UploadNormalizer();
        device.Stream.Synchronize();
    }

    /// <summary>Shared memory of a group, in bytes; 0 where its tile lies in device memory.</summary>
    public int SharedBytes { get; }

    /// <summary>What the rollout leaves for learning.</summary>
    public RolloutBuffers Buffers => buffers;

    /// <summary>Samples of the rollout that count, where not all do; otherwise empty.</summary>
    public ArrayView<float> Counted => plan.WholeEpisodes ? buffers.Totals.SubView(2 * RolloutSums.Steps, 2) : ArrayView<float>.Empty;

    /// <summary>The observation normalisation in use, or null.</summary>
    public ObservationNormalization? Normalization => normalizer?.Snapshot();

    /// <summary>What the last rollout's rewards were multiplied by; 1 without scaling.</summary>
    public float RewardScale => rewardScale.Used;

    /// <summary>Puts a rollout into the queue; returns before it has run.</summary>
    public void Run()
    {
        buffers.Clock.AsDense().CopyFromCPU(device.Stream, hostClock);
        if (plan.WholeEpisodes)
            start();
        launches.Run();
    }

    /// <summary>Something that steps the environments with random actions, for measurements; rewards go nowhere.</summary>
    /// <param name="steps">Steps of each run.</param>
    public Action StepRandomly(int steps)
    {
        var step = device.Load<Action<AcceleratorStream, Index1D, RolloutViews, RolloutNumbers, int, RolloutShape, ArrayView<float>>>(
            StepKernel.Run<TEnv>, constant);
        return () => step.Launch(device.Stream, plan.NumEnvs, views, buffers.Numbers, steps, constant, buffers.LastValues);
    }

    /// <summary>Waits, and says what the rollout reported.</summary>
    /// <exception cref="EnvironmentFailureException">The environment returned a value that is not finite.</exception>
    public RolloutStatistics Collect()
    {
        buffers.Totals.CopyToCPU(device.Stream, hostTotals);
        buffers.Fault.CopyToCPU(device.Stream, hostFault);
        device.Stream.Synchronize();
        if (NonFinite.Describe(spec, hostFault, hostClock[0].FirstStep) is { } fault)
            throw fault;
        hostClock[0].FirstStep += (ulong)plan.NumSteps;
        Normalize();
        return new RolloutStatistics
        {
            Steps = (long)Total(RolloutSums.Steps),
            Episodes = (long)Total(RolloutSums.Episodes),
            ReturnSum = Total(RolloutSums.Returns),
            LengthSum = Total(RolloutSums.Lengths),
        };
    }

    /// <summary>Names all that goes from one rollout to the next.</summary>
    public void Transfer(StateTransfer state)
    {
        ref RolloutClock clock = ref hostClock[0];
        long steps = (long)clock.FirstStep;
        state.Count("rollout/steps", ref steps);
        state.Numbers("environments", device, views.Environments);
        rewardScale.Transfer(state);
        normalizer?.Transfer(state);
        clock = new RolloutClock { FirstStep = (ulong)steps, RewardScale = rewardScale.Value, ReturnShift = rewardScale.Shift };
        if (!state.IsRestoring)
            return;
        UploadNormalizer();
        device.Stream.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        launches.Dispose();
        buffers.Dispose();
        layers.Dispose();
        normalizer?.Dispose();
    }

    private RolloutShape ShapeOf(RolloutPlan rollout, TileShape tile) => new()
    {
        Tile = tile,
        StateSize = spec.StateSize,
        ResetUniforms = spec.ResetUniforms,
        MaxEpisodeSteps = spec.MaxEpisodeSteps,
        NormalizeObservations = rollout.NormalizeObservations ? 1 : 0,
        ScaleRewards = rollout.ScaleRewards ? 1 : 0,
        WholeEpisodes = rollout.WholeEpisodes ? 1 : 0,
        TimeLimitsTerminate = rollout.TimeLimitsTerminate ? 1 : 0,
    };

    private double Total(int index) => (double)hostTotals[2 * index] + hostTotals[(2 * index) + 1];

    // The moments move between rollouts, as everywhere.
    private unsafe void Normalize()
    {
        double count = Total(RolloutSums.Steps);
        if (plan.ScaleRewards)
        {
            rewardScale.Merge(count, Total(RolloutSums.Discounted), Total(RolloutSums.DiscountedSquares));
            rewardScale.Publish();
            hostClock[0].RewardScale = rewardScale.Value;
            hostClock[0].ReturnShift = rewardScale.Shift;
        }

        if (normalizer == null)
            return;
        for (int i = 0; i < normalizer.Components; i++)
        {
            normalizer.Merge(
                i, count, Total(RolloutSums.Observations + (2 * i)), Total(RolloutSums.Observations + (2 * i) + 1));
        }

        normalizer.Publish();
        UploadNormalizer();
    }

    private unsafe void UploadNormalizer()
    {
        if (normalizer == null)
            return;
        new ReadOnlySpan<float>(normalizer.Mean, hostNormalizer.Length).CopyTo(hostNormalizer);
        buffers.Normalizer.AsDense().CopyFromCPU(device.Stream, hostNormalizer);
    }
}
