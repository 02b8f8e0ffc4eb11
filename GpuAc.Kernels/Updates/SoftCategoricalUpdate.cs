using System.Runtime.CompilerServices;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>Discrete SAC's update: critics that give one value per action, and expectations over actions in place of draws.</summary>
/// <remarks>
/// <para>Critics: y = R + γⁿ·Σ π(a'|s')·(min Q'(s', a') − α·ln π(a'|s')); loss ½(Q(s, a) − y)² each.</para>
/// <para>Actor: loss Σ π(a|s)·(α·ln π(a|s) − min Q(s, a)). Christodoulou, arXiv:1910.07207, algorithm 1.</para>
/// </remarks>
public readonly struct SoftCategoricalUpdate : IOffPolicyUpdate
{
    /// <inheritdoc/>
    public bool UsesTargetActor => false;

    /// <inheritdoc/>
    public void LearnCritics(IUpdateProgram program)
    {
        program.DrawNext();
        program.ForwardActor(isTarget: false);
        program.ForwardCritics(program.Critics, isTarget: true);
        program.Do(UpdateStep.Target);
        program.ReturnToTransition();
        program.LearnCritics();
    }

    /// <inheritdoc/>
    public void Act(IUpdateProgram program)
    {
        program.DrawObservation();
        program.ForwardActor(isTarget: false);
    }

    /// <inheritdoc/>
    public void LearnActor(IUpdateProgram program)
    {
        program.ForwardCritics(program.Critics, isTarget: false);
        program.Do(UpdateStep.ActorLoss);
        program.BackwardActor();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<F, TRows>(UpdateStep step, int critic, in UpdateContext context, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        if (step == UpdateStep.CriticError)
            ActionValues.CriticError<F, TRows>(critic, 0f, ref rows);
        else
            Expect<F, TRows>(step == UpdateStep.Target, context.Temperature, ref rows);
    }

    // Σ π·(α·ln π − min Q): at the next observation it is −V, at the transition's own the actor's loss.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Expect<F, TRows>(bool isTarget, float temperature, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        Components<F> logits = default, minQ = default, gradient = default;
        ActionValues.ReadLogits(ref rows, ref logits);
        for (int k = 0; k < rows.ActionSize; k++)
            minQ[k] = rows.Critics > 1 ? F.Min(rows.Value(0, k), rows.Value(1, k)) : rows.Value(0, k);
        F loss = SoftCategorical.Loss(ref logits, ref minQ, rows.ActionSize, F.Of(temperature), ref gradient, out F negativeEntropy);
        if (isTarget)
            rows.Target = TemporalDifference.Target(rows.Reward, rows.Discount, -loss);
        else
            ActionValues.KeepActorLoss(loss, negativeEntropy, ref gradient, ref rows);
    }
}
