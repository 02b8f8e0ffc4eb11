using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

public static partial class LaneMath
{
    private const float Log2E = 1.442695f;

    // ln 2 in two parts; the first has so few bits that n times it is exact, with or without fused multiply-add.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -0.00021219444f;

    /// <summary>e^x.</summary>
    /// <param name="x">Any value.</param>
    /// <returns>Within 1.5 ulp; infinity above 88.72, gradual underflow below −87.34 (within 1 ulp of subnormals) and 0 below −104; NaN for
    /// NaN.</returns>
    /// <remarks>e^x = 2^n·e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r) with q of degree 4.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Exp<F>(F x)
        where F : struct, IFloatLane<F>
    {
        // The value comes second, so that a NaN passes through.
        x = F.Max(F.Of(-105f), F.Min(F.Of(89f), x));
        var n = F.Round(x * F.Of(Log2E));
        var r = F.MultiplyAdd(n, F.Of(-Ln2Low), F.MultiplyAdd(n, F.Of(-Ln2High), x));
        var q = F.MultiplyAdd(F.Of(0.0013814608f), r, F.Of(0.008368711f));
        q = F.MultiplyAdd(q, r, F.Of(0.04166839f));
        q = F.MultiplyAdd(q, r, F.Of(0.16666521f));
        q = F.MultiplyAdd(q, r, F.Of(0.49999994f));
        q = F.MultiplyAdd(q, r * r, r);
        return F.Scale(q + F.One, n);
    }

    /// <summary>The logistic function 1 / (1 + e^−x).</summary>
    /// <param name="x">Any value.</param>
    /// <returns>Within 3 ulp, also for very negative values, where it is e^x; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Sigmoid<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var e = Exp(-F.Abs(x));
        var upper = F.One / (F.One + e);
        return F.Select(x >= F.Zero, upper, e * upper);
    }

    /// <summary>ln(1 + e^x).</summary>
    /// <param name="x">Any value.</param>
    /// <returns>Within 3 ulp, also for very negative values, where it is e^x; x itself above 17; NaN for NaN.</returns>
    /// <remarks>
    /// max(x, 0) + ln(1 + e) with e = e^−|x|. The sum u = 1 + e loses low bits of e; their effect on the logarithm, (e − (u − 1)) / u,
    /// is added back.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Softplus<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var e = Exp(-F.Abs(x));
        var u = F.One + e;
        var lost = e - (u - F.One);
        return F.Max(F.Zero, x) + (LogNormal(u) + (lost / u));
    }
}
