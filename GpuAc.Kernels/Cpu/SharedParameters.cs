using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// Parameters and optimiser statistics that asynchronous workers share: each pushes its gradient when it has one and takes the parameters
/// that come of it. Mnih et al., arXiv:1602.01783, §4, with shared statistics as in its "Shared RMSProp".
/// </summary>
/// <remarks>
/// <para>Push and pull happen under one lock. Mnih et al. go without (Hogwild!, arXiv:1106.5730), so that concurrent updates may lose parts
/// of one another and Adam's moments and step count may belong to different updates; and a lane register is not written atomically either.
/// The lock is held for the optimiser's pass alone, some 10 µs with two 64-64 networks, against 140 for a rollout of five steps and
/// its gradient, so workers seldom wait, and what they do to the shared network is the same as if they had pushed one after another.</para>
/// <para>A gradient may be stale: it was computed with parameters to which others' gradients have been applied since. That is asynchrony,
/// and stays.</para>
/// </remarks>
internal sealed unsafe class SharedParameters : IStateful
{
    private readonly Lock gate = new();
    private long updates;

    /// <summary>Allocates for a network.</summary>
    public SharedParameters(PaddedLayout layout) => State = new ParameterState(layout);

    /// <summary>Parameters and moments; to be touched only while no worker runs.</summary>
    public ParameterState State { get; }

    /// <summary>Applies a worker's gradient and gives it the new parameters.</summary>
    /// <param name="worker">The worker's gradient, and where it wants the parameters.</param>
    /// <param name="plan">Optimiser.</param>
    /// <param name="progress">Fraction of training completed, for schedules.</param>
    /// <param name="scale">Factor on the gradient, from clipping.</param>
    public void Push<F>(ParameterState worker, LearnPlan plan, double progress, float scale)
        where F : struct, IFloatLane<F>
    {
        lock (gate)
        {
            OptimizerStep step = plan.Optimizer.CreateStep(++updates, progress);
            OptimizerStep criticStep = step with { LearningRate = step.LearningRate * plan.CriticRateScale };
            Copy(worker.Gradients, State.Gradients);
            OptimizerPass<F>.Update(plan.Optimizer.Kind, step, criticStep, scale, State, 0, State.Layout.Length);
            Copy(State.Parameters, worker.Parameters);
        }
    }

    /// <summary>
    /// Puts a worker's parameters in place of the shared ones: what it has fallen back to, when they are not finite any more.
    /// </summary>
    public void Replace(ParameterState worker)
    {
        lock (gate)
            Copy(worker.Parameters, State.Parameters);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        State.Transfer(state);
        state.Count("updates", ref updates);
    }

    /// <inheritdoc/>
    public void Dispose() => State.Dispose();

    private void Copy(float* source, float* destination) =>
        new ReadOnlySpan<float>(source, State.Layout.Length).CopyTo(new Span<float>(destination, State.Layout.Length));
}
