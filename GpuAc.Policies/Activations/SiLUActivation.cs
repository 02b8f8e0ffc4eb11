using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>y = x·σ(x), dy/dx = σ(x)·(1 + x·(1 − σ(x))). Elfwing et al., arXiv:1702.03118, equations 6 and 7.</summary>
public readonly struct SiLUActivation : IActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F> => x * LaneMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F>
    {
        F sigma = LaneMath.Sigmoid(kept);
        return sigma * F.MultiplyAdd(kept, F.One - sigma, F.One);
    }
}
