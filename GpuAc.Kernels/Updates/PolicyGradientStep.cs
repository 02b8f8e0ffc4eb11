using System.Runtime.CompilerServices;
using GpuAc.Kernels.Losses;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Updates;

/// <summary>
/// What on-policy learning does between the forward and the backward pass: from the distribution and the value that the networks give to
/// the loss, and back to its gradient by their outputs.
/// </summary>
/// <remarks>
/// With the chain rule through ln π and H: dL/dp[k] = dL/dlnπ · ∂lnπ/∂p[k] + dL/dH · ∂H/∂p[k] of every parameter p[k] of the distribution;
/// of a log standard deviation the sum over all samples is the gradient.
/// </remarks>
internal static class PolicyGradientStep<TDistribution, TLoss>
    where TDistribution : struct, IActionDistribution
    where TLoss : unmanaged, IPolicyLoss
{
    /// <summary>Takes the step for the samples of one accessor.</summary>
    /// <param name="loss">The loss, with its coefficients.</param>
    /// <param name="scale">What is done to advantages first.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="sums">Accumulated.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Do<F, TRows>(TLoss loss, in AdvantageScale scale, ref TRows rows, ref PolicyGradientSums<F> sums)
        where F : struct, IFloatLane<F>
        where TRows : struct, IPolicyGradientRows<F>
    {
        Unsafe.SkipInit(out Components<F> distribution);
        Unsafe.SkipInit(out Components<F> action);
        Unsafe.SkipInit(out Components<F> gradient);
        int size = rows.ActionSize, outputs = rows.PolicyOutputs;
        PolicyRows.Read(ref rows, ref distribution);
        for (int k = 0; k < TDistribution.ActionComponents(size); k++)
            action[k] = rows.Action(k);

        LossSample<F> sample;
        sample.LogProb = TDistribution.LogProb(ref distribution, size, ref action);
        sample.Entropy = TDistribution.Entropy(ref distribution, size);
        sample.OldLogProb = rows.OldLogProb;
        sample.Advantage = (rows.Advantage - F.Of(scale.Shift)) * F.Of(scale.Factor);
        sample.Value = rows.Value;
        sample.OldValue = rows.OldValue;
        sample.Return = rows.Return;
        loss.Evaluate(sample, out LossGradient<F> slope, out LossTerms<F> terms);

        F inUse = rows.InUse, weight = F.Select(inUse, F.Of(rows.Share), F.Zero);
        rows.SetValueGradient(slope.Value * weight);
        TDistribution.Backward(ref distribution, size, ref action, slope.LogProb * weight, slope.Entropy * weight, ref gradient);
        for (int k = 0; k < outputs; k++)
            rows.SetPolicyGradient(k, gradient[k]);
        for (int k = 0; k < rows.LogStds; k++)
            sums.LogStdGradients[k] += gradient[outputs + k];
        sums.Add(inUse, terms, sample.Entropy);
    }
}
