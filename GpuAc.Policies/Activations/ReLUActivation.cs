using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>y = max(x, 0); dy/dx = 1 where y &gt; 0, else 0 (0 at the kink, as PyTorch). NaN stays NaN.</summary>
public readonly struct ReLUActivation : IActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F> => F.Max(F.Zero, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F> => F.Select(kept > F.Zero, F.One, F.Zero);
}
