using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

public static partial class LaneMath
{
    // π/2 in four parts, the first three of eight bits: their multiples by an integer up to 2^16 are exact, with or without fused
    // multiply-add, so that subtracting them one after the other loses nothing (Cody and Waite).
    private const float HalfPi1 = 201f / (1 << 7);
    private const float HalfPi2 = 253f / (1 << 19);
    private const float HalfPi3 = 170f / (1 << 27);
    private const float HalfPi4 = 9.920936e-10f;

    private const float HalfPi = 1.5707964f;

    /// <summary>Largest |x| for which <see cref="SinCos"/>, <see cref="Sin"/> and <see cref="Cos"/> keep their stated errors.</summary>
    public const float MaxAngle = 1e5f;

    /// <summary>Sine and cosine of an angle in radians.</summary>
    /// <param name="x">Angle, |x| ≤ <see cref="MaxAngle"/>; beyond, the results mean nothing. NaN for NaN and infinities.</param>
    /// <param name="sin">Sine: within 2.5 ulp or an absolute 1e-9, whichever is larger.</param>
    /// <param name="cos">Cosine: likewise.</param>
    /// <remarks>
    /// r = x − q·π/2 with q = round(2x / π), so that |r| ≤ π/4; the parity of q swaps sine and cosine of r, the rest of q gives the signs.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<F>(F x, out F sin, out F cos)
        where F : struct, IFloatLane<F>
    {
        var q = F.Round(x * F.Of(2 / MathF.PI));
        SinCosSmall(SubtractMultiple(x, q, 1), out var s, out var c);

        // q = 2h + odd; sin changes sign with every odd h, cos with every odd h + odd.
        var h = F.Floor(q * F.Of(0.5f));
        var odd = F.MultiplyAdd(h, F.Of(-2f), q);
        var sinSign = AlternatingSign(h);
        var cosSign = F.MultiplyAdd(odd * sinSign, F.Of(-2f), sinSign);
        var swap = odd > F.Of(0.5f);
        sin = sinSign * F.Select(swap, c, s);
        cos = cosSign * F.Select(swap, s, c);
    }

    /// <summary>Sine of an angle in radians, for less than <see cref="SinCos"/>.</summary>
    /// <param name="x">Angle, |x| ≤ <see cref="MaxAngle"/>; beyond, the result means nothing. NaN for NaN and infinities.</param>
    /// <returns>Within 2.5 ulp or an absolute 1e-9, whichever is larger.</returns>
    /// <remarks>(−1)^q·sin r with q = round(x / π), r = x − qπ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Sin<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var q = F.Round(x * F.Of(1 / MathF.PI));
        return AlternatingSign(q) * SinQuarterTurn(SubtractMultiple(x, q, 2));
    }

    /// <summary>Cosine of an angle in radians, for less than <see cref="SinCos"/>.</summary>
    /// <param name="x">Angle, |x| ≤ <see cref="MaxAngle"/>; beyond, the result means nothing. NaN for NaN and infinities.</param>
    /// <returns>Within 2.5 ulp or an absolute 1e-9, whichever is larger.</returns>
    /// <remarks>
    /// (−1)^q·sin r with q = round(x / π + ½), r = x − (q − ½)π: cosines near zero are sines near zero and keep their relative accuracy.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Cos<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var q = F.Round(F.MultiplyAdd(x, F.Of(1 / MathF.PI), F.Of(0.5f)));
        return AlternatingSign(q) * SinQuarterTurn(SubtractMultiple(x, q - F.Of(0.5f), 2));
    }

    /// <summary>Sine and cosine of an angle known to be small: no range reduction.</summary>
    /// <param name="x">Angle in radians, |x| ≤ π/4; beyond, the error grows with x⁹.</param>
    /// <param name="sin">Sine, within 1.5 ulp.</param>
    /// <param name="cos">Cosine, within 1.5 ulp.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosSmall<F>(F x, out F sin, out F cos)
        where F : struct, IFloatLane<F>
    {
        var z = x * x;
        var s = F.MultiplyAdd(F.Of(-0.00019515218f), z, F.Of(0.00833216f));
        s = F.MultiplyAdd(s, z, F.Of(-0.16666655f));
        sin = F.MultiplyAdd(s, z * x, x);
        var c = F.MultiplyAdd(F.Of(2.4433082e-5f), z, F.Of(-0.0013887315f));
        c = F.MultiplyAdd(c, z, F.Of(0.041666646f));
        c = F.MultiplyAdd(c, z, F.Of(-0.5f));
        cos = F.MultiplyAdd(c, z, F.One);
    }

    /// <summary>The angle in [−π, π] that differs from <paramref name="x"/> by whole turns.</summary>
    /// <param name="x">Angle in radians, |x| ≤ <see cref="MaxAngle"/>.</param>
    /// <returns>x − 2π·round(x / 2π) to within 3.5e-7; x itself inside [−π, π]. Next to a half turn, where either sign would do, the
    /// magnitude may exceed π by 1e-7·|x|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F WrapAngle<F>(F x)
        where F : struct, IFloatLane<F>
    {
        var turns = F.Round(x * F.Of(0.5f / MathF.PI));
        var r = F.MultiplyAdd(turns, F.Of(-4 * HalfPi1), x);
        r = F.MultiplyAdd(turns, F.Of(-4 * HalfPi2), r);
        return F.MultiplyAdd(turns, F.Of(-4 * (HalfPi3 + HalfPi4)), r);
    }

    /// <summary>x − q·<paramref name="quarterTurns"/>·π/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F SubtractMultiple<F>(F x, F q, float quarterTurns)
        where F : struct, IFloatLane<F>
    {
        var r = F.MultiplyAdd(q, F.Of(-HalfPi1 * quarterTurns), x);
        r = F.MultiplyAdd(q, F.Of(-HalfPi2 * quarterTurns), r);
        r = F.MultiplyAdd(q, F.Of(-HalfPi3 * quarterTurns), r);
        return F.MultiplyAdd(q, F.Of(-HalfPi4 * quarterTurns), r);
    }

    /// <summary>(−1)^q for an integral q: 1 − 2·(q − 2·floor(q / 2)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F AlternatingSign<F>(F q)
        where F : struct, IFloatLane<F> =>
        F.MultiplyAdd(F.Floor(q * F.Of(0.5f)), F.Of(4f), F.MultiplyAdd(q, F.Of(-2f), F.One));

    /// <summary>sin r for |r| ≤ π/2: r + r³·(polynomial of degree 3 in r²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F SinQuarterTurn<F>(F r)
        where F : struct, IFloatLane<F>
    {
        var z = r * r;
        var s = F.MultiplyAdd(F.Of(2.6057533e-6f), z, F.Of(-0.00019809592f));
        s = F.MultiplyAdd(s, z, F.Of(0.0083330665f));
        s = F.MultiplyAdd(s, z, F.Of(-0.1666666f));
        return F.MultiplyAdd(s, z * r, r);
    }
}
