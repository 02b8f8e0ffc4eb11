using System.Runtime.CompilerServices;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Kernels.Activations;

/// <summary>y = tanh x, dy/dx = 1 − y².</summary>
internal readonly struct TanhActivation : IActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F> => LaneMath.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(-kept, kept, F.One);
}
