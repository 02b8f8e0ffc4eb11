using System.Runtime.CompilerServices;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>What algorithms whose critics give one value per action share.</summary>
internal static class ActionValues
{
    /// <summary>½(Q[a] − y)² + ½c·mean over actions of Q² of one critic, and its gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void CriticError<F, TRows>(int critic, float regularizer, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        F losses = F.Zero, chosenValue = F.Zero, share = F.Of(regularizer / rows.ActionSize), target = rows.Target;
        for (int k = 0; k < rows.ActionSize; k++)
        {
            F isChosen = F.Equal(rows.ChosenAction, F.Of(k)), value = F.Select(rows.InUse, rows.Value(critic, k), F.Zero);
            F error = F.Select(isChosen & rows.InUse, value - target, F.Zero);
            rows.SetValueGradient(critic, k, F.MultiplyAdd(share, value, error) * rows.Weight);
            losses += TemporalDifference.Loss(error) + F.Of(0.5f) * share * value * value;
            chosenValue = F.Select(isChosen, value, chosenValue);
        }

        rows.Report(losses, critic == 0 ? chosenValue : F.Zero);
    }

    /// <summary>Hands the actor's backward pass the gradient by its logits, and reports the loss and Σ π·ln π.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KeepActorLoss<F, TRows>(F loss, F negativeEntropy, ref Components<F> gradient, ref TRows rows)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        for (int k = 0; k < rows.ActionSize; k++)
            rows.SetPolicyGradient(k, gradient[k] * rows.Weight);
        rows.Report(F.Select(rows.InUse, loss, F.Zero), F.Select(rows.InUse, negativeEntropy, F.Zero));
    }

    /// <summary>Reads the actor's logits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReadLogits<F, TRows>(ref TRows rows, ref Components<F> logits)
        where F : struct, IFloatLane<F>
        where TRows : struct, IUpdateRows<F>
    {
        for (int k = 0; k < rows.ActionSize; k++)
            logits[k] = rows.Policy(k);
    }
}
