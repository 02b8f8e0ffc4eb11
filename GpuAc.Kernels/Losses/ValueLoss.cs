using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Losses;

/// <summary>The value function's regression loss, plain and clipped, with its derivative.</summary>
/// <remarks>
/// Convention: ½·(V − R)², so that the derivative is V − R; CleanRL and OpenAI's baselines halve too. Stable-Baselines3 does
/// not: its <c>vf_coef</c> of 0.5 is a ValueCoefficient of 1 here.
/// </remarks>
public static class ValueLoss
{
    /// <summary>½·(V − R)², with derivative V − R.</summary>
    /// <param name="value">V, the current estimate.</param>
    /// <param name="target">R, what it should have been.</param>
    /// <param name="derivative">Output: dL/dV.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Plain<F>(F value, F target, out F derivative)
        where F : struct, IFloatLane<F>
    {
        derivative = value - target;
        return F.Of(0.5f) * derivative * derivative;
    }

    /// <summary>½·max((V − R)², (Vclip − R)²) with Vclip = Vold + clip(V − Vold, −ε, ε).</summary>
    /// <param name="value">V, the current estimate.</param>
    /// <param name="oldValue">Vold, the estimate when the action was taken.</param>
    /// <param name="target">R, what it should have been.</param>
    /// <param name="range">ε, above 0.</param>
    /// <param name="derivative">Output: dL/dV.</param>
    /// <remarks>
    /// The larger of the two, as OpenAI's baselines and CleanRL; Stable-Baselines3's <c>clip_range_vf</c> takes the clipped one alone.
    /// Where the clipped one is the larger, V is outside the range and the derivative is 0. Vclip − R is taken as (V − R) − excess: inside
    /// the range the excess is exactly 0 and the two are equal to the bit, whereas Vold + (V − Vold) rounds, and would drop gradients at
    /// random.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Clipped<F>(F value, F oldValue, F target, F range, out F derivative)
        where F : struct, IFloatLane<F>
    {
        F error = value - target;
        F change = value - oldValue;
        F excess = change - F.Min(range, F.Max(-range, change));
        F clippedError = error - excess;
        F square = error * error;
        F clippedSquare = clippedError * clippedError;
        derivative = F.Select(clippedSquare > square, F.Zero, error);
        return F.Of(0.5f) * F.Max(clippedSquare, square);
    }
}
