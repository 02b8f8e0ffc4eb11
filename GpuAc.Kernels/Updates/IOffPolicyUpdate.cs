using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// One family's update of critics and actor: three small programs of dense passes, which devices schedule, and the elementwise steps
/// between them, which are lane code.
/// </summary>
public interface IOffPolicyUpdate
{
    /// <summary>The critics' gradients.</summary>
    static abstract void LearnCritics(IUpdateProgram program);

    /// <summary>The part of the actor's update that does not depend on the critics, and so may overlap with theirs.</summary>
    static abstract void Act(IUpdateProgram program);

    /// <summary>The actor's gradient, by the critics as they are after their own update.</summary>
    static abstract void LearnActor(IUpdateProgram program);

    /// <summary>Runs an elementwise step that the programs contain.</summary>
    /// <param name="step">Which.</param>
    /// <param name="critic">Index of the critic, of <see cref="UpdateStep.CriticError"/>.</param>
    /// <param name="numbers">The update.</param>
    /// <param name="rows">The samples.</param>
    static abstract void Do<F, TRows>(UpdateStep step, int critic, in UpdateNumbers numbers, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>;
}
