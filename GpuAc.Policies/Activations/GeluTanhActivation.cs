using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Activations;

/// <summary>The tanh approximation of GELU. Hendrycks and Gimpel, arXiv:1606.08415, §2.</summary>
/// <remarks>
/// y = x/2 · (1 + tanh g(x)) with g(x) = √(2/π)·(x + 0.044715 x³). Since (1 + tanh g)/2 = σ(2g), this is y = x·s with
/// s = σ(2g), which keeps its relative precision where tanh is near −1, and dy/dx = s + x·s·(1 − s)·2g'(x).
/// </remarks>
public readonly struct GeluTanhActivation : IActivation
{
    /// <summary>2·√(2/π).</summary>
    private const float TwiceRootTwoOverPi = 1.5957691216057308f;

    private const float Cubic = 0.044715f;

    /// <summary>Where s·(1 − s) has vanished; the derivative's x is held here so that x³ cannot overflow and turn 0·∞ into NaN.</summary>
    private const float Saturation = 12f;

    /// <inheritdoc/>
    public static bool KeepsInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F> => x * Gate(x, x * x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F>
    {
        F x = F.Min(F.Of(Saturation), F.Max(F.Of(-Saturation), kept));
        F square = x * x;
        F s = Gate(x, square);
        F slope = F.Of(TwiceRootTwoOverPi) * F.MultiplyAdd(F.Of(3 * Cubic), square, F.One);
        return F.MultiplyAdd(x * slope, s * (F.One - s), s);
    }

    /// <summary>s = σ(2g(x)), the fraction of x that passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Gate<F>(F x, F square)
        where F : struct, IFloatLane<F> => LaneMath.Sigmoid(F.Of(TwiceRootTwoOverPi) * x * F.MultiplyAdd(F.Of(Cubic), square, F.One));
}
