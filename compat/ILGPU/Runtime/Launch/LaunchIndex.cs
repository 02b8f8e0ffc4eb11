using System.Runtime.CompilerServices;

namespace ILGPU.Runtime.Launch;

/// <summary>Index types of implicitly grouped kernels.</summary>
internal static class LaunchIndex
{
    public static Index3D ToExtent<TIndex>(TIndex index)
        where TIndex : struct, IIndex
    {
        if (typeof(TIndex) == typeof(Index1D))
            return new(Unsafe.BitCast<TIndex, Index1D>(index).X, 1, 1);
        if (typeof(TIndex) == typeof(Index2D))
            return new(Unsafe.BitCast<TIndex, Index2D>(index), 1);
        if (typeof(TIndex) == typeof(Index3D))
            return Unsafe.BitCast<TIndex, Index3D>(index);
        throw new NotSupportedException($"Kernels are indexed by Index1D, Index2D or Index3D, not by {typeof(TIndex).Name}.");
    }
}
