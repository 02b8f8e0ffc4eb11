using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// Updates critics, actor, temperature and targets from replay on an accelerator: five launches an update, three without the actor, and nothing that the
/// host waits for.
/// </summary>
internal sealed class AcceleratorOffPolicyLearner<TPolicy, TSpread> : IDisposable
    where TPolicy : struct, IContinuousPolicy
    where TSpread : struct, ISpread
{
    private readonly AcceleratorDevice device;
    private readonly OffPolicyPlan plan;
    private readonly OffPolicyBuffers networks;
    private readonly OptimizeLaunches optimize;
    private readonly Action<AcceleratorStream, KernelConfig, UpdateViews, UpdateNumbers, SpecializedValue<UpdateShape>> update;
    private readonly Action<AcceleratorStream, Index1D, FinishViews, FinishNumbers> finish;
    private readonly SpecializedValue<UpdateShape> shape;
    private readonly KernelConfig config;
    private readonly UpdateViews views;
    private readonly int groups;
    private readonly int criticSteps;
    private readonly int actorSteps;
    private readonly int maxUpdates;
    private readonly OptimizerStep[] hostSteps;
    private readonly float[] hostTotals = new float[2 * FinishKernel.Totals];
    private readonly float[] hostTemperature = new float[TemperatureState.Length];
    private readonly int[] hostControl = new int[2 * LearnControl.Length];
    private readonly MemoryBuffer1D<TileStep, Stride1D.Dense> program;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> partials;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> scratch;
    private readonly MemoryBuffer1D<OptimizerStep, Stride1D.Dense> steps;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> numbers;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> control;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> ticket;
    private long updates;
    private long actorUpdates;
    private int updatesOfIteration;
    private int actorUpdatesOfIteration;

    /// <summary>Allocates, and compiles the kernels.</summary>
    /// <param name="device">Device.</param>
    /// <param name="plan">How to learn.</param>
    /// <param name="networks">Parameters; stay the caller's.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="maxUpdates">Most updates of an iteration.</param>
    public AcceleratorOffPolicyLearner(AcceleratorDevice device, OffPolicyPlan plan, OffPolicyBuffers networks, ReplayRecords replay, int maxUpdates)
    {
        this.device = device;
        this.plan = plan;
        this.networks = networks;
        this.maxUpdates = maxUpdates;
        Accelerator accelerator = device.Accelerator;
        var tile = new UpdateTilePlan(networks.Spec, networks.Layout, replay.Actions, TPolicy.IsStochastic, plan.UsesTargetActor);
        TileFit fit = TileFit.Choose(device, tile.Bytes);
        shape = new SpecializedValue<UpdateShape>(tile.Tile(fit.Samples));
        TileShape sizes = shape.Value.Tile;
        int tiles = (plan.MinibatchSize + fit.Samples - 1) / fit.Samples;
        groups = Math.Min(tiles, (device.IsGpu ? 4 : 2) * accelerator.NumMultiprocessors);
        config = fit.IsShared
            ? new KernelConfig(groups, fit.Samples, SharedMemoryConfig.RequestDynamic<Float4>(sizes.Rows * sizes.RowQuads))
            : new KernelConfig(groups, fit.Samples);
        criticSteps = tile.CriticProgram.Count;
        actorSteps = tile.ActorProgram.Count;
        program = accelerator.Allocate1D<TileStep>([.. tile.CriticProgram, .. tile.ActorProgram]);
        partials = accelerator.Allocate1D<Float4>((long)groups * networks.Quads);
        scratch = accelerator.Allocate1D<Float4>(fit.IsShared ? 1 : (long)groups * sizes.Rows * sizes.RowQuads);
        hostSteps = new OptimizerStep[3 * maxUpdates];
        steps = accelerator.Allocate1D<OptimizerStep>(hostSteps.Length);
        numbers = accelerator.Allocate1D<float>(Place(Piece.End));
        numbers.View.BaseView.MemSetToZero(device.Stream);
        control = accelerator.Allocate1D(new int[hostControl.Length]);
        ticket = accelerator.Allocate1D(new int[1]);
        hostTemperature[TemperatureState.Alpha] = plan.InitialTemperature;
        hostTemperature[TemperatureState.LogAlpha] = (float)Math.Log(plan.InitialTemperature);
        View(Piece.Temperature, TemperatureState.Length).AsDense().CopyFromCPU(device.Stream, hostTemperature);
        views = new UpdateViews
        {
            Program = program.View,
            Parameters = networks.OnlineAndTargets,
            Partials = partials.View,
            Replay = replay,
            Temperature = View(Piece.Temperature, TemperatureState.Length),
            Control = control.View,
            Scratch = scratch.View,
        };
        update = fit.IsShared
            ? accelerator.LoadKernel<UpdateViews, UpdateNumbers, SpecializedValue<UpdateShape>>(UpdateKernel.InShared<TPolicy, TSpread>)
            : accelerator.LoadKernel<UpdateViews, UpdateNumbers, SpecializedValue<UpdateShape>>(UpdateKernel.InGlobal<TPolicy, TSpread>);
        finish = accelerator.LoadAutoGroupedKernel<Index1D, FinishViews, FinishNumbers>(FinishKernel.Run);
        optimize = new OptimizeLaunches(device);
        device.Stream.Synchronize();
    }

    private enum Piece
    {
        CriticSums,
        ActorSums,
        CriticSquares,
        ActorSquares,
        Norms,
        Temperature,
        Totals,
        End,
    }

    /// <summary>α, as of the last <see cref="Collect"/>.</summary>
    public float Temperature => hostTemperature[TemperatureState.Alpha];

    /// <summary>Begins an iteration: uploads the numbers of all its updates.</summary>
    /// <param name="progress">Share of training that is behind, for schedules.</param>
    public void Begin(double progress)
    {
        updatesOfIteration = actorUpdatesOfIteration = 0;
        for (int i = 0; i < maxUpdates; i++)
        {
            hostSteps[i] = plan.CriticOptimizer.CreateStep(updates + i + 1, progress);
            hostSteps[maxUpdates + i] = plan.ActorOptimizer.CreateStep(actorUpdates + i + 1, progress);
            hostSteps[(2 * maxUpdates) + i] = (plan.TemperatureOptimizer ?? plan.ActorOptimizer).CreateStep(actorUpdates + i + 1, progress);
        }

        steps.View.CopyFromCPU(device.Stream, hostSteps);
        control.View.BaseView.MemSetToZero(device.Stream);
        View(Piece.Totals, hostTotals.Length).MemSetToZero(device.Stream);
    }

    /// <summary>Puts one update into the queue.</summary>
    /// <param name="replaySteps">Time steps in replay that may be drawn from.</param>
    public void Update(long replaySteps)
    {
        long number = updates + updatesOfIteration + 1;
        bool withActor = number % plan.PolicyDelay == 0;
        var common = new UpdateNumbers
        {
            Minibatch = plan.MinibatchSize,
            Update = (ulong)number,
            ReplaySteps = replaySteps,
            Seed = plan.Seed,
            TargetNoise = plan.TargetNoise,
            TargetNoiseClip = plan.TargetNoiseClip,
        };
        UpdateNumbers critics = common, actor = common;
        (critics.FirstStep, critics.Steps, critics.FirstQuad, critics.EndQuad) = (0, criticSteps, networks.CriticStart, networks.Quads);
        (actor.FirstStep, actor.Steps, actor.FirstQuad, actor.EndQuad) = (criticSteps, actorSteps, 0, networks.CriticStart);
        update(device.Stream, config, views with { Sums = View(Piece.CriticSums, groups * UpdateKernel.Sums) }, critics, shape);
        Optimize(plan.CriticOptimizer.Kind, critics, updatesOfIteration, Piece.CriticSquares, 0, withActor ? plan.Tau : 0);
        if (withActor)
        {
            update(device.Stream, config, views with { Sums = View(Piece.ActorSums, groups * UpdateKernel.Sums) }, actor, shape);
            Optimize(plan.ActorOptimizer.Kind, actor, maxUpdates + actorUpdatesOfIteration, Piece.ActorSquares, 1, plan.UsesTargetActor ? plan.Tau : 0);
        }

        finish(device.Stream, 1, FinishOf(), new FinishNumbers
        {
            Groups = groups,
            Minibatch = plan.MinibatchSize,
            Critics = networks.Spec.NumCritics,
            WithActor = withActor ? 1 : 0,
            LearnsTemperature = plan.TemperatureOptimizer == null ? 0 : 1,
            Step = (2 * maxUpdates) + actorUpdatesOfIteration,
            TargetEntropy = plan.TargetEntropy,
        });
        updatesOfIteration++;
        actorUpdatesOfIteration += withActor ? 1 : 0;
    }

    /// <summary>Waits, and says what the iteration's updates reported.</summary>
    public LearningSums Collect()
    {
        View(Piece.Totals, hostTotals.Length).CopyToCPU(device.Stream, hostTotals);
        View(Piece.Temperature, TemperatureState.Length).CopyToCPU(device.Stream, hostTemperature);
        control.View.BaseView.CopyToCPU(device.Stream, hostControl);
        device.Stream.Synchronize();
        updates += updatesOfIteration;
        actorUpdates += actorUpdatesOfIteration;
        return new LearningSums
        {
            Updates = (long)Total(FinishKernel.Updates),
            ActorUpdates = (long)Total(FinishKernel.ActorUpdates),
            CriticLoss = Total(FinishKernel.CriticLoss),
            Q = Total(FinishKernel.Q),
            ActorLoss = Total(FinishKernel.ActorLoss),
            LogProb = Total(FinishKernel.LogProb),
            CriticGradientNorm = Total(FinishKernel.CriticNorm),
            NotFinite = NotFinite(),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        program.Dispose();
        partials.Dispose();
        scratch.Dispose();
        steps.Dispose();
        numbers.Dispose();
        control.Dispose();
        ticket.Dispose();
    }

    private string? NotFinite() =>
        hostControl[LearnControl.BadNorm] != 0 ? "critic loss"
        : hostControl[LearnControl.Length + LearnControl.BadNorm] != 0 ? "actor loss"
        : hostControl[LearnControl.BadWeight] != 0 ? "critics' weights"
        : hostControl[LearnControl.Length + LearnControl.BadWeight] != 0 ? "actor's weights"
        : null;

    private double Total(int index) => (double)hostTotals[2 * index] + hostTotals[(2 * index) + 1];

    private void Optimize(OptimizerKind kind, in UpdateNumbers part, int step, Piece squares, int which, float tau)
    {
        int first = part.FirstQuad, count = part.EndQuad - part.FirstQuad;
        var optimizeViews = new OptimizeViews
        {
            Parameters = networks.Part(0, first, count),
            Targets = networks.Part(1, first, count),
            Gradients = networks.Part(2, first, count),
            FirstMoments = networks.Part(3, first, count),
            SecondMoments = networks.Part(4, first, count),
            Partials = partials.View.BaseView.SubView(first, partials.Length - first),
            Squares = View(squares, OptimizeKernel.Groups(networks.Quads)),
            Steps = steps.View,
            Norms = View(Piece.Norms, 2),
            Ticket = ticket.View,
            Control = control.View.BaseView.SubView(which * LearnControl.Length, LearnControl.Length),
        };
        var optimizeNumbers = new OptimizeNumbers
        {
            Partials = groups,
            ParameterQuads = count,
            PartialStride = networks.Quads,
            Step = step,
            Norm = which,
            MaxGradNorm = plan.MaxGradNorm,
            CriticRateScale = 1,
            Tau = tau,
        };
        optimize.Launch(kind, optimizeViews, optimizeNumbers);
    }

    private FinishViews FinishOf() => new()
    {
        CriticSums = View(Piece.CriticSums, groups * UpdateKernel.Sums),
        ActorSums = View(Piece.ActorSums, groups * UpdateKernel.Sums),
        Norms = View(Piece.Norms, 2),
        Steps = steps.View,
        Temperature = View(Piece.Temperature, TemperatureState.Length),
        Totals = View(Piece.Totals, hostTotals.Length),
        Control = control.View,
    };

    private ArrayView<float> View(Piece piece, int length) => numbers.View.BaseView.SubView(Place(piece), length);

    // Where each piece of the one buffer of numbers begins.
    private int Place(Piece piece)
    {
        int sums = groups * UpdateKernel.Sums, squares = OptimizeKernel.Groups(networks.Quads);
        int[] lengths = [sums, sums, squares, squares, 2, TemperatureState.Length, hostTotals.Length];
        return lengths.Take((int)piece).Sum();
    }
}
