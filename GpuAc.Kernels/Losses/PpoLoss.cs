using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Losses;

/// <summary>Proximal policy optimisation with the clipped surrogate. Schulman et al., arXiv:1707.06347, equations 7 and 9.</summary>
/// <remarks>
/// <para>ratio = exp(ln π(a) − ln π_old(a));
/// L = −min(ratio·A, clip(ratio, 1 − ε, 1 + ε)·A) + ValueCoefficient·L_V − EntropyCoefficient·H, with A held constant.</para>
/// <para>d(−min)/d ln π = −ratio·A where the first of the two is the smaller or they are equal, which is everywhere inside the clip range;
/// 0 where the clipped one is the smaller.</para>
/// <para>L_V is ½(V − R)², or its clipped form when <see cref="ValueClipRange"/> is above 0 (see <see cref="ValueLoss"/>).</para>
/// </remarks>
public readonly struct PpoLoss : IPolicyLoss
{
    /// <summary>ε of the clipped surrogate, above 0.</summary>
    public float ClipRange { get; init; }

    /// <summary>ε of the clipped value loss; 0 for the plain one.</summary>
    public float ValueClipRange { get; init; }

    /// <summary>Weight of the value loss, at least 0.</summary>
    public float ValueCoefficient { get; init; }

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<F>(in LossSample<F> sample, out LossGradient<F> gradient, out LossTerms<F> terms)
        where F : struct, IFloatLane<F>
    {
        F low = F.Of(1 - ClipRange);
        F high = F.Of(1 + ClipRange);
        F advantage = sample.Advantage;
        F logRatio = sample.LogProb - sample.OldLogProb;
        F ratio = LaneMath.Exp(logRatio);
        F surrogate = ratio * advantage;
        F clippedSurrogate = F.Min(high, F.Max(low, ratio)) * advantage;

        F valueLoss = ValueClipRange > 0
            ? ValueLoss.Clipped(sample.Value, sample.OldValue, sample.Return, F.Of(ValueClipRange), out F valueDerivative)
            : ValueLoss.Plain(sample.Value, sample.Return, out valueDerivative);

        gradient.LogProb = F.Select(clippedSurrogate < surrogate, F.Zero, -surrogate);
        gradient.Entropy = F.Of(-EntropyCoefficient);
        gradient.Value = F.Of(ValueCoefficient) * valueDerivative;

        terms.PolicyLoss = -F.Min(clippedSurrogate, surrogate);
        terms.ValueLoss = valueLoss;
        terms.ApproxKl = KullbackLeibler.Estimate(logRatio, ratio);
        terms.ClipFraction = F.Select((ratio < low) | (ratio > high), F.One, F.Zero);
    }
}
