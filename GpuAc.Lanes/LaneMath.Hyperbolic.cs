using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

public static partial class LaneMath
{
    /// <summary>Hyperbolic tangent.</summary>
    /// <param name="x">Any value.</param>
    /// <returns>Within 6.5 ulp (a relative error below 4e-7), also near zero; ±1 for infinities, NaN for NaN.</returns>
    /// <remarks>
    /// x·P(x²) / Q(x²) with P and Q of degree 4, the minimax rational on [−9.01, 9.01], where tanh rounds to ±1: thirteen
    /// instructions, among them one division.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Tanh<F>(F x)
        where F : struct, IFloatLane<F>
    {
        // The value comes second, so that a NaN passes through.
        x = F.Max(F.Of(-9.01f), F.Min(F.Of(9.01f), x));
        var z = x * x;
        var p = F.MultiplyAdd(F.Of(1.3337121e-8f), z, F.Of(2.059652e-5f));
        var q = F.MultiplyAdd(F.Of(7.769409e-7f), z, F.Of(0.00032843897f));
        p = F.MultiplyAdd(p, z, F.Of(0.0034948282f));
        q = F.MultiplyAdd(q, z, F.Of(0.025874095f));
        p = F.MultiplyAdd(p, z, F.Of(0.13380387f));
        q = F.MultiplyAdd(q, z, F.Of(0.46713704f));
        p = F.MultiplyAdd(p, z, F.One);
        q = F.MultiplyAdd(q, z, F.One);
        return x * p / q;
    }
}
