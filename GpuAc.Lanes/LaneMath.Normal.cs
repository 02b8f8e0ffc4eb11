using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

public static partial class LaneMath
{
    /// <summary>Two independent standard normal draws from two uniform ones (Box and Muller, 1958).</summary>
    /// <param name="uniformA">A draw from [0, 1), a multiple of 2^−24.</param>
    /// <param name="uniformB">Another.</param>
    /// <param name="n0">√(−2·ln(1 − a))·cos(2πb): absolute error below 1.5e-6; |n0| ≤ 5.77.</param>
    /// <param name="n1">√(−2·ln(1 − a))·sin(2πb); likewise.</param>
    /// <remarks>1 − a lies in (0, 1] and is exact, so a draw of zero needs no special case.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NormalPair<F>(F uniformA, F uniformB, out F n0, out F n1)
        where F : struct, IFloatLane<F>
    {
        // The maximum keeps ln 1 = −0 out of the square root's way.
        var radius = F.Sqrt(F.Max(F.Zero, F.Of(-2f) * LogNormal(F.One - uniformA)));

        // Half turns: the integral part gives the sign, the rest an angle of at most a quarter turn either way.
        var halfTurns = uniformB + uniformB;
        var q = F.Round(halfTurns);
        var angle = (halfTurns - q) * F.Of(MathF.PI);
        radius = F.Select(F.Equal(q, F.One), -radius, radius);
        n0 = radius * SinQuarterTurn(F.Of(HalfPi) - F.Abs(angle));
        n1 = radius * SinQuarterTurn(angle);
    }
}
