using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// One family's update of critics and actor: three small programs of dense passes, which devices schedule, and the elementwise steps
/// between them, which are lane code.
/// </summary>
/// <remarks>
/// An update is a value, whose fields are the coefficients that this algorithm alone has. Kernels take it as it is, so its fields must be
/// numbers or structs of numbers; a <see langword="bool"/> is not one, and is kept as an <see langword="int"/> with a property, as in
/// <see cref="QActorCriticUpdate.SymlogValues"/>. An update without coefficients has no fields.
/// </remarks>
public interface IOffPolicyUpdate
{
    /// <summary>
    /// True when the policy that targets act by is a slow copy of the actor, as in DDPG and TD3; schedules then let it follow.
    /// </summary>
    bool UsesTargetActor { get; }

    /// <summary>The critics' gradients.</summary>
    void LearnCritics(IUpdateProgram program);

    /// <summary>The part of the actor's update that does not depend on the critics, and so may overlap with theirs.</summary>
    void Act(IUpdateProgram program);

    /// <summary>The actor's gradient, by the critics as they are after their own update.</summary>
    void LearnActor(IUpdateProgram program);

    /// <summary>Runs an elementwise step that the programs contain.</summary>
    /// <param name="step">Which.</param>
    /// <param name="critic">Index of the critic, of <see cref="UpdateStep.CriticError"/>.</param>
    /// <param name="context">The update under way.</param>
    /// <param name="rows">The samples.</param>
    void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>;
}
