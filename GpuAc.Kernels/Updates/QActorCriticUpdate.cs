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
    /// <inheritdoc/>
    public static void LearnCritics(IUpdateProgram program)
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
    public static void Act(IUpdateProgram program)
    {
        // The critic's step changes the body's features, so the actor's whole pass has to wait for it.
    }

    /// <inheritdoc/>
    public static void LearnActor(IUpdateProgram program)
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
    public static void Do<F, TRows>(UpdateStep step, int critic, in UpdateNumbers numbers, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        if (step == UpdateStep.Target)
            Target<F, TRows>(numbers, ref rows);
        else if (step == UpdateStep.CriticError)
            ActionValues.CriticError<F, TRows>(critic, numbers.QRegularizer, ref rows);
        else
            ActorLoss<F, TRows>(numbers, ref rows);
    }

    // y = R + γⁿ·Σ π·Q', in the space that the critic learns in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Target<F, TRows>(in UpdateNumbers numbers, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        Components<F> logits = default, q = default;
        ActionValues.ReadLogits(ref rows, ref logits);
        ReadValues(numbers, ref rows, ref q);
        F target = TemporalDifference.Target(rows.Reward, rows.Discount, QActorCriticLoss.Value(ref logits, ref q, rows.ActionSize));
        rows.Target = numbers.SymlogValues != 0 ? SymmetricLogarithm.Symlog(target) : target;
    }

    // −ln π[a]·(Q[a] − Σ π·Q) − e·H.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ActorLoss<F, TRows>(in UpdateNumbers numbers, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        Components<F> logits = default, q = default, gradient = default;
        ActionValues.ReadLogits(ref rows, ref logits);
        ReadValues(numbers, ref rows, ref q);
        F loss = QActorCriticLoss.Loss(
            ref logits, ref q, rows.ActionSize, rows.ChosenAction, F.Of(numbers.EntropyCoefficient), ref gradient, out F negativeEntropy);
        ActionValues.KeepActorLoss(loss, negativeEntropy, ref gradient, ref rows);
    }

    // Q in the rewards' space.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadValues<F, TRows>(in UpdateNumbers numbers, ref TRows rows, ref Components<F> q)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        for (int k = 0; k < rows.ActionSize; k++)
        {
            F value = rows.Value(0, k);
            q[k] = numbers.SymlogValues != 0 ? SymmetricLogarithm.Symexp(value) : value;
        }
    }
}
