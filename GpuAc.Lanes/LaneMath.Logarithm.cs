using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

public static partial class LaneMath
{
    /// <summary>Natural logarithm.</summary>
    /// <param name="x">Any value.</param>
    /// <returns>Within 1.5 ulp, subnormal arguments included; −∞ at zero, NaN below it; +∞ for +∞, NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Log<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var subnormal = x < F.Of(1.17549435e-38f);
        var scaled = F.Select(subnormal, x * F.Of(16777216f), x);
        var result = LogNormal(scaled, F.Select(subnormal, F.Of(-24f), F.Zero));
        result = F.Select(x < F.Of(float.PositiveInfinity), result, x);
        return F.Select(x > F.Zero, result, F.Select(F.Equal(x, F.Zero), F.Of(float.NegativeInfinity), F.Of(float.NaN)));
    }

    /// <summary>ln x for a positive finite normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F LogNormal<F>(F x)
        where F : struct, IFloatLane<F> => LogNormal(x, F.Zero);

    /// <summary>ln(x·2^<paramref name="exponent"/>) for a positive finite normal x.</summary>
    /// <remarks>x = 2^n·(1 + f) with 1 + f in [√½, √2], and ln(1 + f) = f − f²/2 + f³·q(f) with q of degree 7.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F LogNormal<F>(F x, F exponent)
        where F : struct, IFloatLane<F>
    {
        var m = F.SplitExponent(x, out var n);
        n += exponent;
        var upper = m > F.Of(1.41421354f);
        m = F.Select(upper, m * F.Of(0.5f), m);
        n = F.Select(upper, n + F.One, n);
        var f = m - F.One;
        var q = F.MultiplyAdd(F.Of(-0.07633121f), f, F.Of(0.12762009f));
        q = F.MultiplyAdd(q, f, F.Of(-0.13160872f));
        q = F.MultiplyAdd(q, f, F.Of(0.14201747f));
        q = F.MultiplyAdd(q, f, F.Of(-0.1662329f));
        q = F.MultiplyAdd(q, f, F.Of(0.20001225f));
        q = F.MultiplyAdd(q, f, F.Of(-0.25000823f));
        q = F.MultiplyAdd(q, f, F.Of(0.3333333f));
        var square = f * f;
        var low = F.MultiplyAdd(q, square * f, n * F.Of(Ln2Low));
        low = F.MultiplyAdd(square, F.Of(-0.5f), low);
        return F.MultiplyAdd(n, F.Of(Ln2High), f + low);
    }
}
