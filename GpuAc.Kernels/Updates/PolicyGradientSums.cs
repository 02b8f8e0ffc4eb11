using System.Runtime.CompilerServices;
using GpuAc.Kernels.Losses;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Updates;

/// <summary>What <see cref="PolicyGradientStep{TDistribution, TLoss}"/> sums over samples, lane by lane.</summary>
internal struct PolicyGradientSums<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>The loss's terms.</summary>
    public LossTerms<F> Terms;

    /// <summary>Entropy.</summary>
    public F Entropy;

    /// <summary>Gradient by each log standard deviation.</summary>
    public Components<F> LogStdGradients;

    /// <summary>Adds the samples of a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(F mask, in LossTerms<F> terms, F entropy)
    {
        Terms.PolicyLoss += F.Select(mask, terms.PolicyLoss, F.Zero);
        Terms.ValueLoss += F.Select(mask, terms.ValueLoss, F.Zero);
        Terms.ApproxKl += F.Select(mask, terms.ApproxKl, F.Zero);
        Terms.ClipFraction += F.Select(mask, terms.ClipFraction, F.Zero);
        Entropy += F.Select(mask, entropy, F.Zero);
    }
}
