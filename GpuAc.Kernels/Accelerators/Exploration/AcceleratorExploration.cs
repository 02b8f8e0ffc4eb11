using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Policies.Networks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <summary>The environments of off-policy training on an accelerator, and the replay memory that they fill.</summary>
internal sealed class AcceleratorExploration<TEnv, TExplorer> : IDisposable
    where TEnv : struct, IEnvironment
    where TExplorer : struct, IExplorer
{
    private readonly AcceleratorDevice device;
    private readonly OffPolicyRun run;
    private readonly EnvironmentSpec spec = TEnv.Spec;
    private readonly MemoryBuffer1D<KernelLayer, Stride1D.Dense> layers;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> replay;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> environments;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> bounds;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> epsilon;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> episodes;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> totals;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> fault;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> control;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> scratch;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, ExplorationViews, ExplorationNumbers, ExplorationShape>> step;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>> sum;
    private readonly ExplorationShape shape;
    private readonly KernelConfig config;
    private readonly ExplorationViews views;
    private readonly float[] hostEpsilon;
    private readonly float[] hostTotals = new float[2 * ExplorationKernel.Sums];
    private readonly int[] hostFault = new int[NonFinite.Length];
    private readonly int stride;
    private long steps;

    /// <summary>Allocates, and puts all environments into start states.</summary>
    /// <param name="device">Device.</param>
    /// <param name="run">Sizes and settings.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="clock">How far the run is; the caller's to set.</param>
    public AcceleratorExploration(AcceleratorDevice device, OffPolicyRun run, OffPolicyBuffers networks, RunClock clock)
    {
        this.device = device;
        this.run = run;
        Accelerator accelerator = device.Accelerator;
        int components = TExplorer.ActionComponents(spec.Action.Size);
        OffPolicySpec all = networks.Spec;
        MlpSpec body = all.Body ?? new MlpSpec(all.Observations, []);
        var tile = new TilePlan(
            new PaddedLayout(new ActorCriticSpec(body, all.Actor, new MlpSpec(all.Actor.Inputs, []), 0)), isLearning: false);
        TileFit fit = TileFit.Choose(device, tile);
        shape = new ExplorationShape
        {
            Tile = tile.Shape(tile.Layout, fit.Samples, spec.Action.Size, components, isWeighted: false),
            StateSize = spec.StateSize,
            ResetUniforms = spec.ResetUniforms,
            MaxEpisodeSteps = spec.MaxEpisodeSteps,
        };
        int groups = (run.NumEnvs + fit.Samples - 1) / fit.Samples;
        stride = groups * fit.Samples;
        config = fit.Config(groups, shape.Tile);
        var layout = new ReplayLayout
        {
            Slots = ReplayLayout.SlotsOf(run.ReplaySize, run.NumEnvs),
            NumEnvs = run.NumEnvs,
            Observations = spec.Observation.Count,
            Actions = components,
            ReturnSteps = run.ReturnSteps,
            Gamma = run.Gamma,
        };
        long values = layout.Slots * run.NumEnvs * layout.Length;
        if ((4 * values) + (64L << 20) > device.FreeBytes)
        {
            long most = (device.FreeBytes - (64L << 20)) / (4L * layout.Length);
            throw new GpuAcException(
                $"A replay of {run.ReplaySize} transitions needs {(4 * values) >> 20} MiB, but "
                + $"{accelerator.Name} has {device.FreeBytes >> 20} MiB free; at most {most} fit: use replaySize={most}.");
        }

        replay = accelerator.Allocate1D<float>(values);
        Replay = new ReplayRecords { Values = replay.View, Layout = layout };
        layers = accelerator.Allocate1D(PlacedAsIn(networks.Layout, tile));
        environments = accelerator.Allocate1D<float>((long)stride * shape.Rows);
        bounds = accelerator.Allocate1D(BoundsOf(spec));
        hostEpsilon = new float[run.NumSteps];
        epsilon = accelerator.Allocate1D<float>(run.NumSteps);
        episodes = accelerator.Allocate1D<float>((long)run.NumEnvs * ExplorationKernel.Sums);
        totals = accelerator.Allocate1D<float>(hostTotals.Length);
        fault = accelerator.Allocate1D(new int[NonFinite.Length]);
        control = accelerator.Allocate1D(new int[LearnControl.Length]);
        scratch = accelerator.Allocate1D<Float4>(fit.ScratchQuads(groups, shape.Tile));
        episodes.View.BaseView.MemSetToZero(device.Stream);
        views = new ExplorationViews
        {
            Layers = layers.View,
            Parameters = networks.OnlineAndTargets,
            Clock = clock.View,
            Epsilon = epsilon.View,
            Replay = Replay,
            Environments = environments.View,
            Bounds = bounds.View,
            Episodes = episodes.View,
            Fault = fault.View,
            Control = control.View,
            Scratch = scratch.View,
        };
        step = device.Load<Action<AcceleratorStream, KernelConfig, ExplorationViews, ExplorationNumbers, ExplorationShape>>(
            fit.Select(
                ExplorationKernel.Run<TEnv, TExplorer, DeclaredTile>, ExplorationKernel.Run<TEnv, TExplorer, RequestedTile>,
                ExplorationKernel.Run<TEnv, TExplorer, DeviceTile>),
            shape).WithSharedMemory(fit.RequestedBytes(shape.Tile));
        sum = device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, int, int, ArrayView<float>>>(ColumnSums.Kernel);
        device.Load<Action<AcceleratorStream, Index1D, ExplorationViews, ExplorationNumbers, ExplorationShape>>(
            ExplorationKernel.Start<TEnv>, shape).Launch(device.Stream, stride, views, NumbersAt(0), shape);
        device.Stream.Synchronize();
    }

    /// <summary>Time steps taken before the iteration.</summary>
    public long Steps => steps;

    /// <summary>The replay memory.</summary>
    public ReplayRecords Replay { get; }

    /// <summary>Begins an iteration: uploads what differs among iterations.</summary>
    public void Begin()
    {
        for (int i = 0; i < hostEpsilon.Length; i++)
            hostEpsilon[i] = run.Exploration.EpsilonAt(Steps + i);
        epsilon.View.CopyFromCPU(device.Stream, hostEpsilon);
    }

    /// <summary>Puts one time step of all environments into the queue.</summary>
    /// <param name="index">Which of the iteration's, from 0.</param>
    public void Step(int index) => step.Launch(device.Stream, config, views, NumbersAt(index), shape);

    /// <summary>Ends an iteration: waits, and says which episodes ended in it.</summary>
    /// <exception cref="GpuAcException">The environment returned a value that is not finite.</exception>
    public RolloutStatistics Collect()
    {
        sum.Launch(
            device.Stream, new KernelConfig(ExplorationKernel.Sums, ColumnSums.Threads),
            episodes.View, run.NumEnvs, ExplorationKernel.Sums, totals.View);
        totals.View.BaseView.CopyToCPU(device.Stream, hostTotals);
        fault.View.BaseView.CopyToCPU(device.Stream, hostFault);
        episodes.View.BaseView.MemSetToZero(device.Stream);
        device.Stream.Synchronize();
        steps += run.NumSteps;
        if (NonFinite.Describe(spec, hostFault, (ulong)Steps - 1) is { } found)
            throw found;
        return new RolloutStatistics
        {
            Episodes = (long)Total(ExplorationKernel.Episodes),
            ReturnSum = Total(ExplorationKernel.Returns),
            LengthSum = Total(ExplorationKernel.Lengths),
        };
    }

    /// <summary>Names what environments carry, and the transitions kept.</summary>
    public void Transfer(StateTransfer state)
    {
        long written = state.Count("replay/steps", ref steps);
        ReplayLayout layout = Replay.Layout;
        state.Numbers(
            "replay/transitions", device,
            replay.View.BaseView.SubView(0, Math.Min(written, layout.Slots) * layout.NumEnvs * layout.Length));
        state.Numbers("environments", device, environments.View);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        layers.Dispose();
        replay.Dispose();
        environments.Dispose();
        bounds.Dispose();
        epsilon.Dispose();
        episodes.Dispose();
        totals.Dispose();
        fault.Dispose();
        control.Dispose();
        scratch.Dispose();
    }

    private static float[] BoundsOf(EnvironmentSpec spec) => spec.Action is BoxSpace box
        ? [.. box.Dimensions.Select(dimension => dimension.Low), .. box.Dimensions.Select(dimension => dimension.High)]
        : new float[2];

    // The plan's parameters are the body's, then the actor's; where critics learn from replay it is the other way round.
    private static KernelLayer[] PlacedAsIn(OffPolicyLayout layout, TilePlan tile)
    {
        int actor = layout.Starts[1] / 4, body = (layout.ActorLength / 4) - actor;
        return [.. tile.Layers.Select((layer, i) => layer.Shifted(i < tile.BodyLayers ? actor : -body))];
    }

    private double Total(int index) => (double)hostTotals[2 * index] + hostTotals[(2 * index) + 1];

    private ExplorationNumbers NumbersAt(int index) => new()
    {
        NumEnvs = run.NumEnvs,
        Stride = stride,
        Step = index,
        Seed = run.Learning.Seed,
        Exploration = run.Exploration.Noise,
    };
}
