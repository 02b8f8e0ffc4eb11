using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Losses;

/// <summary>The estimate of how far the policy has moved from the one that acted.</summary>
public static class KullbackLeibler
{
    /// <summary>Below this |ln ratio| the power series is used.</summary>
    private const float SeriesRange = 0.25f;

    /// <summary>
    /// One sample's estimate of KL(old ‖ new): (ratio − 1) − ln ratio, never negative, unbiased over actions of the old policy.
    /// Schulman, "Approximating KL divergence" (2020), estimator k3; also Stable-Baselines3's and CleanRL's.
    /// </summary>
    /// <param name="logRatio">ln ratio = ln π_new(a) − ln π_old(a).</param>
    /// <param name="ratio">exp(<paramref name="logRatio"/>).</param>
    /// <remarks>
    /// Near ratio 1, where training lives, the difference of nearly equal numbers loses all digits in float32; there the
    /// series x²/2 · (1 + x/3 + x²/12 + x³/60 + x⁴/360) of eˣ − 1 − x is taken, with relative error below 4e-7 + rounding.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Estimate<F>(F logRatio, F ratio)
        where F : struct, IFloatLane<F>
    {
        F series = F.MultiplyAdd(logRatio, F.Of(1f / 360), F.Of(1f / 60));
        series = F.MultiplyAdd(logRatio, series, F.Of(1f / 12));
        series = F.MultiplyAdd(logRatio, series, F.Of(1f / 3));
        series = F.MultiplyAdd(logRatio, series, F.One);
        F small = F.Of(0.5f) * logRatio * logRatio * series;
        return F.Select(F.Abs(logRatio) < F.Of(SeriesRange), small, ratio - F.One - logRatio);
    }
}
