using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>One of the two launches of an update.</summary>
/// <param name="Groups">Groups of threads, each with a partial gradient.</param>
/// <param name="Minibatch">Samples.</param>
/// <param name="FirstStep">First step of its program.</param>
/// <param name="Steps">Steps of its program.</param>
/// <param name="FirstQuad">First four of the parameters that learn.</param>
/// <param name="EndQuad">One past the last of them.</param>
internal readonly record struct UpdatePart(int Groups, int Minibatch, int FirstStep, int Steps, int FirstQuad, int EndQuad);

/// <summary>The update kernel of a family of algorithms and the memory that it works in: programs, partial gradients, tiles.</summary>
internal sealed class UpdateLaunches<TUpdate> : IDisposable
    where TUpdate : unmanaged, IOffPolicyUpdate
{
    private readonly AcceleratorDevice device;
    private readonly LoadedKernel<Action<AcceleratorStream, KernelConfig, UpdateViews, UpdateLaunch, UpdateShape>> kernel;
    private readonly MemoryBuffer1D<TUpdate, Stride1D.Dense> coefficients;
    private readonly UpdateShape shape;
    private readonly TileFit fit;
    private readonly UpdateViews views;
    private readonly MemoryBuffer1D<TileStep, Stride1D.Dense> program;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> partials;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> scratch;

    /// <summary>Plans the programs, allocates, and compiles the kernel.</summary>
    /// <param name="device">Device.</param>
    /// <param name="plan">How to learn.</param>
    /// <param name="update">The update, with its coefficients.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="clock">How far the run is.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    public UpdateLaunches(
        AcceleratorDevice device, OffPolicyPlan plan, TUpdate update, OffPolicyBuffers networks, ReplayRecords replay, RunClock clock,
        int actionSize)
    {
        this.device = device;
        Accelerator accelerator = device.Accelerator;
        var tile = new UpdateTilePlan(networks.Layout, actionSize);
        fit = TileFit.Choose(device, tile.Bytes);
        shape = tile.Shape(fit.Samples);
        var criticProgram = new UpdateProgram(tile);
        var actorProgram = new UpdateProgram(tile);
        update.LearnCritics(criticProgram);
        update.Act(actorProgram);
        update.LearnActor(actorProgram);
        int actorBatch = plan.ActorMinibatchSize;
        Critics = new UpdatePart(
            Groups(plan.MinibatchSize), plan.MinibatchSize, 0, criticProgram.Steps.Count, networks.CriticStart, networks.Quads);
        Actor = new UpdatePart(Groups(actorBatch), actorBatch, Critics.Steps, actorProgram.Steps.Count, 0, networks.ActorEnd);
        int groups = Math.Max(Critics.Groups, Actor.Groups);
        program = accelerator.Allocate1D<TileStep>([.. criticProgram.Steps, .. actorProgram.Steps]);
        coefficients = accelerator.Allocate1D([update]);
        partials = accelerator.Allocate1D<Float4>((long)groups * networks.Quads);
        scratch = accelerator.Allocate1D<Float4>(fit.ScratchQuads(groups, shape.Tile));
        views = new UpdateViews
        {
            Program = program.View,
            Parameters = networks.OnlineAndTargets,
            Partials = partials.View,
            Replay = replay,
            Update = coefficients.AsRawArrayView(),
            Clock = clock.View,
            Scratch = scratch.View,
        };
        kernel = device.Load<Action<AcceleratorStream, KernelConfig, UpdateViews, UpdateLaunch, UpdateShape>>(
            fit.Select(
                UpdateKernel.Run<TUpdate, DeclaredTile>, UpdateKernel.Run<TUpdate, RequestedTile>,
                UpdateKernel.Run<TUpdate, DeviceTile>),
            shape).WithSharedMemory(fit.RequestedBytes(shape.Tile));
    }

    /// <summary>The critics' launch.</summary>
    public UpdatePart Critics { get; }

    /// <summary>The actor's.</summary>
    public UpdatePart Actor { get; }

    /// <summary>One partial gradient per group, of the last launch.</summary>
    public ArrayView<Float4> Partials => partials.View;

    /// <summary>Puts a launch into the queue.</summary>
    /// <param name="part">Which.</param>
    /// <param name="launch">The update's numbers.</param>
    /// <param name="sums">Receives <see cref="UpdateKernel.Sums"/> per group.</param>
    /// <param name="temperature">See <see cref="TemperatureState"/>.</param>
    /// <param name="control">See <see cref="LearnControl"/>.</param>
    public void Launch(
        in UpdatePart part, in UpdateLaunch launch, ArrayView<float> sums, ArrayView<float> temperature, ArrayView<int> control)
    {
        UpdateLaunch own = launch with
        {
            Minibatch = part.Minibatch,
            FirstStep = part.FirstStep,
            Steps = part.Steps,
            FirstQuad = part.FirstQuad,
            EndQuad = part.EndQuad,
        };
        kernel.Launch(
            device.Stream, fit.Config(part.Groups, shape.Tile),
            views with { Sums = sums, Temperature = temperature, Control = control }, own, shape);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        program.Dispose();
        coefficients.Dispose();
        partials.Dispose();
        scratch.Dispose();
    }

    // Enough to fill the device several times over.
    private int Groups(int minibatch) =>
        Math.Min((minibatch + fit.Samples - 1) / fit.Samples, 4 * device.Accelerator.NumMultiprocessors);
}
