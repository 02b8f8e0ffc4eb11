using System.Runtime.CompilerServices;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Kernels.Activations;

/// <summary>y = x, dy/dx = 1.</summary>
internal readonly struct IdentityActivation : IActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F> => F.One;
}
