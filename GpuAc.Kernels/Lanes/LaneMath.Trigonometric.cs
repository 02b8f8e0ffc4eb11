using System.Runtime.CompilerServices;

namespace GpuAc.Kernels.Lanes;

public static partial class LaneMath
{
    private const float HalfPi = 1.5707964f;
    private const float HalfPiRest = -4.371139e-8f;

    /// <summary>Largest |x| for which <see cref="SinCos"/> keeps its stated error.</summary>
    public const float MaxAngle = 1e5f;

    /// <summary>Sine and cosine of an angle in radians.</summary>
    /// <param name="x">Angle, |x| ≤ <see cref="MaxAngle"/>; beyond, the results mean nothing. NaN for NaN and infinities.</param>
    /// <param name="sin">Sine: within 2.5 ulp or an absolute 1e-9, whichever is larger.</param>
    /// <param name="cos">Cosine: likewise.</param>
    /// <remarks>
    /// Cody and Waite: r = x − qπ with q = round(x / π) and π in four parts, the first three of nine bits, so that their multiples are
    /// exact without fused multiply-add. Then (−1)^q·S(r) and (−1)^q·S(π/2 − |r|), where S is the sine's minimax polynomial on a quarter turn:
    /// no selection by quadrant, and cosines near zero keep their relative accuracy.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCos<F>(F x, out F sin, out F cos)
        where F : struct, IFloatLane<F>
    {
        var q = F.Round(x * F.Of(0.31830987f));
        var r = F.MultiplyAdd(q, F.Of(-3.140625f), x);
        r = F.MultiplyAdd(q, F.Of(-0.00096702576f), r);
        r = F.MultiplyAdd(q, F.Of(-6.277114e-7f), r);
        r = F.MultiplyAdd(q, F.Of(-1.2154201e-10f), r);

        // 1 for an even q, −1 for an odd one: 1 − 2·(q − 2·floor(q/2)).
        var sign = F.MultiplyAdd(F.Floor(q * F.Of(0.5f)), F.Of(4f), F.MultiplyAdd(q, F.Of(-2f), F.One));
        sin = sign * SinQuarterTurn(r);
        cos = sign * SinQuarterTurn(F.Of(HalfPi) - F.Abs(r) + F.Of(HalfPiRest));
    }

    /// <summary>Sine of an angle in radians; error and range as <see cref="SinCos"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Sin<F>(F x)
        where F : struct, IFloatLane<F>
    {
        SinCos(x, out var sin, out _);
        return sin;
    }

    /// <summary>Cosine of an angle in radians; error and range as <see cref="SinCos"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Cos<F>(F x)
        where F : struct, IFloatLane<F>
    {
        SinCos(x, out _, out var cos);
        return cos;
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
    /// <returns>x − 2π·round(x / 2π), to within 1e-7 plus an ulp of the result; x itself inside [−π, π].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F WrapAngle<F>(F x)
        where F : struct, IFloatLane<F>
    {
        // 2π in three parts, the first two of nine bits, as for SinCos.
        var turns = F.Round(x * F.Of(0.15915494f));
        var r = F.MultiplyAdd(turns, F.Of(-6.28125f), x);
        r = F.MultiplyAdd(turns, F.Of(-0.0019340515f), r);
        return F.MultiplyAdd(turns, F.Of(-1.2556659e-6f), r);
    }

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
