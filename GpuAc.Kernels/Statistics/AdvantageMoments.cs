using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Statistics;

/// <summary>
/// The sums over a rollout's samples that the moments of advantages and returns are made from, lane by lane; returns relative to a shift,
/// to keep digits.
/// </summary>
internal struct AdvantageMoments<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Σ A, Σ A², Σ (R − shift), Σ (R − shift)².</summary>
    public F Advantages, AdvantageSquares, Returns, ReturnSquares;

    /// <summary>Adds a sample per lane.</summary>
    /// <param name="counted">Mask of the samples that count.</param>
    /// <param name="advantage">A.</param>
    /// <param name="valueTarget">R.</param>
    /// <param name="shift">What is subtracted from R.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(F counted, F advantage, F valueTarget, F shift)
    {
        F a = F.Select(counted, advantage, F.Zero), r = F.Select(counted, valueTarget - shift, F.Zero);
        Advantages += a;
        AdvantageSquares = F.MultiplyAdd(a, a, AdvantageSquares);
        Returns += r;
        ReturnSquares = F.MultiplyAdd(r, r, ReturnSquares);
    }
}
