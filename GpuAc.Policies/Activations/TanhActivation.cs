using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>y = tanh x, dy/dx = 1 − y².</summary>
public readonly struct TanhActivation : IActivation
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
