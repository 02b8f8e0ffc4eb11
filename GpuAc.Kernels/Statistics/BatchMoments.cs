using System.Numerics;
using System.Runtime.CompilerServices;

namespace GpuAc.Kernels.Statistics;

/// <summary>Moments of a batch from its sums, in the numbers that a device has for it: double on the host, float in kernels.</summary>
internal static class BatchMoments
{
    /// <summary>Mean x, from Σ (x − shift).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mean<T>(T count, T shift, T sum)
        where T : struct, INumber<T> => shift + (sum / count);

    /// <summary>Σ (x − mean)², from Σ (x − shift) and Σ (x − shift)²; not below 0, where rounding takes it. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SquaredDistance<T>(T count, T sum, T squares)
        where T : struct, INumber<T>
    {
        T distance = squares - (sum * sum / count);
        return distance < T.Zero ? T.Zero : distance;
    }
}
