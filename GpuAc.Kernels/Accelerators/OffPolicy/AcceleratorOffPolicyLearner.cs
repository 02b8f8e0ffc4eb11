using GpuAc.Kernels.Accelerators.Translation;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// Updates critics, actor, temperature and targets from replay on an accelerator: five launches per update, three without the actor, and
/// nothing that the host waits for. Critics and actor may learn from batches of their own sizes.
/// </summary>
internal sealed class AcceleratorOffPolicyLearner<TUpdate> : IDisposable
    where TUpdate : unmanaged, IOffPolicyUpdate
{
    private readonly AcceleratorDevice device;
    private readonly OffPolicyPlan plan;
    private readonly OffPolicyBuffers networks;
    private readonly OptimizeLaunches optimize;
    private readonly bool usesTargetActor;
    private readonly UpdateLaunches<TUpdate> update;
    private readonly LoadedKernel<Action<AcceleratorStream, Index1D, FinishViews, FinishNumbers>> finish;
    private readonly int maxUpdates;
    private readonly OptimizerStep[] hostSteps;
    private readonly float[] hostTotals = new float[2 * FinishKernel.Totals];
    private readonly float[] hostTemperature = new float[TemperatureState.Length];
    private readonly int[] hostControl = new int[2 * LearnControl.Length];
    private readonly MemoryBuffer1D<OptimizerStep, Stride1D.Dense> steps;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> numbers;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> control;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> ticket;

    /// <summary>Allocates, and compiles the kernels.</summary>
    /// <param name="device">Device.</param>
    /// <param name="plan">How to learn.</param>
    /// <param name="update">The update, with its coefficients.</param>
    /// <param name="networks">Parameters; stay the caller's.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="clock">How far the run is; the caller's to set.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    /// <param name="maxUpdates">Most updates of an iteration.</param>
    public AcceleratorOffPolicyLearner(
        AcceleratorDevice device, OffPolicyPlan plan, TUpdate update, OffPolicyBuffers networks, ReplayRecords replay, RunClock clock,
        int actionSize, int maxUpdates)
    {
        this.device = device;
        this.plan = plan;
        this.networks = networks;
        this.maxUpdates = maxUpdates;
        Accelerator accelerator = device.Accelerator;
        usesTargetActor = update.UsesTargetActor;
        this.update = new UpdateLaunches<TUpdate>(device, plan, update, networks, replay, clock, actionSize);
        hostSteps = new OptimizerStep[3 * maxUpdates];
        steps = accelerator.Allocate1D<OptimizerStep>(hostSteps.Length);
        numbers = accelerator.Allocate1D<float>(Place(Piece.End));
        numbers.View.BaseView.MemSetToZero(device.Stream);
        control = accelerator.Allocate1D(new int[hostControl.Length]);
        ticket = accelerator.Allocate1D(new int[1]);
        float temperature = plan.Temperature?.Initial ?? 0;
        hostTemperature[TemperatureState.Alpha] = temperature;
        hostTemperature[TemperatureState.LogAlpha] = (float)Math.Log(temperature);
        View(Piece.Temperature, TemperatureState.Length).AsDense().CopyFromCPU(device.Stream, hostTemperature);
        finish = device.Load<Action<AcceleratorStream, Index1D, FinishViews, FinishNumbers>>(FinishKernel.Run);
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
    /// <param name="schedule">Counts the updates made so far.</param>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    public void Begin(UpdateSchedule schedule, double progress)
    {
        for (int i = 0; i < maxUpdates; i++)
        {
            hostSteps[i] = plan.CriticOptimizer.CreateStep(schedule.Updates + i + 1, progress);
            hostSteps[maxUpdates + i] = plan.ActorOptimizer.CreateStep(schedule.ActorUpdates + i + 1, progress);
            hostSteps[(2 * maxUpdates) + i] =
                (plan.Temperature?.Optimizer ?? plan.ActorOptimizer).CreateStep(schedule.ActorUpdates + i + 1, progress);
        }

        steps.View.CopyFromCPU(device.Stream, hostSteps);
        control.View.BaseView.MemSetToZero(device.Stream);
        // Not MemSetToZero, which on OpenCL clears another place than a part of a buffer.
        Array.Clear(hostTotals);
        View(Piece.Totals, hostTotals.Length).CopyFromCPU(device.Stream, hostTotals);
    }

    /// <summary>Puts one update into the queue.</summary>
    public void Update(in ScheduledUpdate scheduled)
    {
        bool withActor = scheduled.WithActor;
        UpdateLaunch launch = LaunchOf(scheduled);
        Launch(update.Critics, launch, Piece.CriticSums);
        Optimize(plan.CriticOptimizer.Kind, update.Critics, scheduled.Index, Piece.CriticSquares, 0, withActor ? plan.Tau : 0);
        if (withActor)
        {
            // An actor with a batch of its own learns after the step that its critics' draws overlapped with.
            Launch(update.Actor, plan.NewestBatch != null ? launch with { ReplaySteps = scheduled.Step + 1 } : launch, Piece.ActorSums);
            Optimize(
                plan.ActorOptimizer.Kind, update.Actor, maxUpdates + scheduled.ActorIndex, Piece.ActorSquares, 1,
                usesTargetActor ? plan.Tau : 0);
        }

        finish.Launch(device.Stream, 1, FinishOf(), new FinishNumbers
        {
            CriticGroups = update.Critics.Groups,
            ActorGroups = update.Actor.Groups,
            Minibatch = update.Critics.Minibatch,
            ActorMinibatch = update.Actor.Minibatch,
            Critics = networks.Spec.NumCritics,
            WithActor = withActor ? 1 : 0,
            LearnsTemperature = plan.Temperature?.Optimizer == null ? 0 : 1,
            Step = (2 * maxUpdates) + Math.Max(0, scheduled.ActorIndex),
            TargetEntropy = plan.Temperature?.TargetEntropy ?? 0,
        });
    }

    /// <summary>Waits, and says what the iteration's updates reported.</summary>
    public LearningSums Collect()
    {
        View(Piece.Totals, hostTotals.Length).CopyToCPU(device.Stream, hostTotals);
        View(Piece.Temperature, TemperatureState.Length).CopyToCPU(device.Stream, hostTemperature);
        control.View.BaseView.CopyToCPU(device.Stream, hostControl);
        device.Stream.Synchronize();
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

    /// <summary>Names the temperature.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Numbers("temperature", hostTemperature);
        if (state.IsRestoring)
            View(Piece.Temperature, TemperatureState.Length).AsDense().CopyFromCPU(device.Stream, hostTemperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        update.Dispose();
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

    private UpdateLaunch LaunchOf(in ScheduledUpdate scheduled) => new()
    {
        ReplayStart = scheduled.ReplayStart ?? UpdateLaunch.NeverEmptied,
        ReplaySteps = scheduled.ReplaySteps,
        Context = plan.ContextOf((ulong)scheduled.Index + 1, 0),
    };

    private void Launch(in UpdatePart part, in UpdateLaunch own, Piece sums) => update.Launch(
        part, own, View(sums, part.Groups * UpdateKernel.Sums), View(Piece.Temperature, TemperatureState.Length), control.View);

    private void Optimize(OptimizerKind kind, in UpdatePart part, int step, Piece squares, int which, float tau)
    {
        int first = part.FirstQuad, count = part.EndQuad - part.FirstQuad;
        var optimizeViews = new OptimizeViews
        {
            Parameters = networks.Part(0, first, count),
            Targets = networks.Part(1, first, count),
            Gradients = networks.Part(2, first, count),
            FirstMoments = networks.Part(3, first, count),
            SecondMoments = networks.Part(4, first, count),
            Partials = update.Partials.SubView(first, update.Partials.Length - first),
            Squares = View(squares, OptimizeKernel.Groups(networks.Quads)),
            Steps = steps.View,
            Norms = View(Piece.Norms, 2),
            Ticket = ticket.View,
            Control = control.View.BaseView.SubView(which * LearnControl.Length, LearnControl.Length),
        };
        var optimizeNumbers = new OptimizeNumbers
        {
            Partials = part.Groups,
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
        CriticSums = View(Piece.CriticSums, update.Critics.Groups * UpdateKernel.Sums),
        ActorSums = View(Piece.ActorSums, update.Actor.Groups * UpdateKernel.Sums),
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
        int critics = update.Critics.Groups * UpdateKernel.Sums, actor = update.Actor.Groups * UpdateKernel.Sums;
        int squares = OptimizeKernel.Groups(networks.Quads);
        int[] lengths = [critics, actor, squares, squares, 2, TemperatureState.Length, hostTotals.Length];
        return lengths.Take((int)piece).Sum();
    }
}
