using System.Runtime.CompilerServices;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// Q actor-critic's update: a critic of all actions' values learns from replay, the actor from the newest transitions by the critic's
/// advantages; both heads pass their gradients on to the body that they share.
/// </summary>
/// <remarks>
/// <para>Critic: y = R + γⁿ·Σ π(a'|s')·Q'(s', a'); loss ½(Q(s, a) − y)² + ½c·mean over actions of Q², in symlog space where asked
/// for.</para>
/// <para>Actor: loss −ln π(a|s)·(Q(s, a) − Σ π·Q) − e·H; see <see cref="QActorCriticLoss"/>.</para>
/// </remarks>
public readonly struct QActorCriticUpdate : IOffPolicyUpdate
{
    private readonly int symlogValues;

    /// <summary>c: weight of ½·mean Q² in the critic's loss, which holds the values back; at least 0.</summary>
    public float QRegularizer { get; init; }

    /// <summary>e: weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <summary>Whether the critic learns symlog of the values.</summary>
    public bool SymlogValues
    {
        get => symlogValues != 0;
        init => symlogValues = value ? 1 : 0;
    }

    /// <inheritdoc/>
    public bool UsesTargetActor => false;

    /// <inheritdoc/>
    public void LearnCritics(IUpdateProgram program)
    {
        // π of the next observation by the current policy, Q by the target's body and critic.
        program.DrawNext();
        program.ForwardBody(isTarget: false);
        program.ForwardActor(isTarget: false);
        program.ForwardBody(isTarget: true);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Do(UpdateStep.Target);
        program.ReturnToTransition();
        program.ForwardBody(isTarget: false);
        program.LearnCritics();
        program.BackwardBody();
    }

    /// <inheritdoc/>
    public void Act(IUpdateProgram program)
    {
        // The critic's step changes the body's features, so the actor's whole pass has to wait for it.
    }

    /// <inheritdoc/>
    public void LearnActor(IUpdateProgram program)
    {
        program.TakeNewest();
        program.ForwardBody(isTarget: false);
        program.ForwardActor(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Do(UpdateStep.ActorLoss);
        program.BackwardActor();
        program.BackwardBody();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        if (step == UpdateStep.Target)
            Target<F, TRows>(ref rows);
        else if (step == UpdateStep.CriticError)
            ActionValues.CriticError<F, TRows>(critic, QRegularizer, ref rows);
        else
            ActorLoss<F, TRows>(ref rows);
    }

    // y = R + γⁿ·Σ π·Q', in the space that the critic learns in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Target<F, TRows>(ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        Components<F> logits = default, q = default;
        ActionValues.ReadLogits(ref rows, ref logits);
        ReadValues<F, TRows>(ref rows, ref q);
        F target = TemporalDifference.Target(rows.Reward, rows.Discount, QActorCriticLoss.Value(ref logits, ref q, rows.ActionSize));
        rows.Target = SymlogValues ? SymmetricLogarithm.Symlog(target) : target;
    }

    // −ln π[a]·(Q[a] − Σ π·Q) − e·H.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ActorLoss<F, TRows>(ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        Components<F> logits = default, q = default, gradient = default;
        ActionValues.ReadLogits(ref rows, ref logits);
        ReadValues<F, TRows>(ref rows, ref q);
        F loss = QActorCriticLoss.Loss(
            ref logits, ref q, rows.ActionSize, rows.ChosenAction, F.Of(EntropyCoefficient), ref gradient, out F negativeEntropy);
        ActionValues.KeepActorLoss(loss, negativeEntropy, ref gradient, ref rows);
    }

    // Q in the rewards' space.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadValues<F, TRows>(ref TRows rows, ref Components<F> q)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        for (int k = 0; k < rows.ActionSize; k++)
        {
            F value = rows.Value(0, k);
            q[k] = SymlogValues ? SymmetricLogarithm.Symexp(value) : value;
        }
    }
}
