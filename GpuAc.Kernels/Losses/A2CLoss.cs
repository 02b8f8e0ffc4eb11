using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Losses;

/// <summary>Advantage actor-critic, the synchronous form of Mnih et al., arXiv:1602.01783, §4 and algorithm S3.</summary>
/// <remarks>
/// <para>L = −ln π(a)·A + ValueCoefficient·½(V − R)² − EntropyCoefficient·H, with A held constant.</para>
/// <para>Nothing is clipped, so the clip fraction is 0.</para>
/// </remarks>
public readonly struct A2CLoss : IPolicyLoss
{
    /// <summary>Weight of the value loss, at least 0.</summary>
    public float ValueCoefficient { get; init; }

    /// <summary>Weight of the entropy bonus, at least 0.</summary>
    public float EntropyCoefficient { get; init; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<F>(in LossSample<F> sample, out LossGradient<F> gradient, out LossTerms<F> terms)
        where F : struct, IFloatLane<F>
    {
        F valueLoss = ValueLoss.Plain(sample.Value, sample.Return, out F valueDerivative);
        F logRatio = sample.LogProb - sample.OldLogProb;

        gradient.LogProb = -sample.Advantage;
        gradient.Entropy = F.Of(-EntropyCoefficient);
        gradient.Value = F.Of(ValueCoefficient) * valueDerivative;

        terms.PolicyLoss = -sample.Advantage * sample.LogProb;
        terms.ValueLoss = valueLoss;
        terms.ApproxKl = KullbackLeibler.Estimate(logRatio, LaneMath.Exp(logRatio));
        terms.ClipFraction = F.Zero;
    }
}
