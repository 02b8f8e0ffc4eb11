using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>y = x, dy/dx = 1.</summary>
public readonly struct IdentityActivation : IActivation
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
