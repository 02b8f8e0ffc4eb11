using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>
/// A logarithm for values of both signs, which lets a critic learn returns of any scale. Hafner et al., arXiv:2301.04104, equation 9.
/// </summary>
internal static class SymmetricLogarithm
{
    /// <summary>symlog x = sign(x)·ln(|x| + 1).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Symlog<F>(F x)
        where F : struct, IFloatLane<F>
    {
        F magnitude = LaneMath.Log(F.Abs(x) + F.One);
        return F.Select(x < F.Zero, -magnitude, magnitude);
    }

    /// <summary>symexp x = sign(x)·(exp|x| − 1), the inverse.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Symexp<F>(F x)
        where F : struct, IFloatLane<F>
    {
        F magnitude = LaneMath.Exp(F.Abs(x)) - F.One;
        return F.Select(x < F.Zero, -magnitude, magnitude);
    }
}
