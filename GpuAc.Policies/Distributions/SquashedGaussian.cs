using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Distributions;

/// <summary>tanh of a diagonal Gaussian u, scaled to the action bounds. Haarnoja et al., arXiv:1801.01290, appendix C.</summary>
/// <remarks>
/// <para>The kept action is u, before tanh. The log-probability is the density of tanh(u) on (−1, 1):
/// ln p = ln N(u; μ, σ) − Σ ln(1 − tanh² u[i]).</para>
/// <para>Convention: the constant −Σ ln((high − low)/2) of scaling to the bounds is left out, as Stable-Baselines3 does; CleanRL's
/// SAC keeps it. It moves an entropy target, never a gradient.</para>
/// </remarks>
public readonly struct SquashedGaussian : IActionDistribution
{
    private const float LogTwo = 0.69314718055994531f;

    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.SquashedGaussian;

    /// <inheritdoc/>
    public static int ParameterCount(int actionSize) => DiagonalGaussian.ParameterCount(actionSize);

    /// <inheritdoc/>
    public static int ActionComponents(int actionSize) => actionSize;

    /// <inheritdoc/>
    /// <remarks>The same draws as <see cref="DiagonalGaussian"/>'s.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sample<F>(
        ref Components<F> parameters, int actionSize, RandomKey key, uint environment, ulong step, ref Components<F> action)
        where F : struct, IFloatLane<F> => DiagonalGaussian.Sample(ref parameters, actionSize, key, environment, step, ref action);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mode<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F> => DiagonalGaussian.Mode(ref parameters, actionSize, ref action);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F LogProb<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F sum = DiagonalGaussian.LogProb(ref parameters, actionSize, ref action);
        for (int i = 0; i < actionSize; i++)
            sum -= LogOneMinusTanhSquared(action[i]);
        return sum;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Entropy<F>(ref Components<F> parameters, int actionSize)
        where F : struct, IFloatLane<F> => DiagonalGaussian.Entropy(ref parameters, actionSize);

    /// <inheritdoc/>
    /// <remarks>
    /// The recorded u is held fixed, so the squashing term is constant and the gradient is the Gaussian's. (A reparameterised
    /// loss, where u moves with the parameters, adds 2·tanh(u)·∂u/∂p.)
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<F>(
        ref Components<F> parameters, int actionSize, ref Components<F> action, F logProbGradient, F entropyGradient,
        ref Components<F> gradient)
        where F : struct, IFloatLane<F> =>
        DiagonalGaussian.Backward(ref parameters, actionSize, ref action, logProbGradient, entropyGradient, ref gradient);

    /// <inheritdoc/>
    /// <remarks>Held to [low, high], which rounding could otherwise leave by one unit in the last place.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
        {
            F fraction = F.MultiplyAdd(F.Of(0.5f), LaneMath.Tanh(action[i]), F.Of(0.5f));
            action[i] = F.Min(high[i], F.Max(low[i], F.MultiplyAdd(fraction, high[i] - low[i], low[i])));
        }
    }

    /// <summary>
    /// ln(1 − tanh² u) = 2·(ln 2 − |u| − softplus(−2|u|)): exact where 1 − tanh² has long rounded to zero. TensorFlow Probability's
    /// form, taken at |u| (the function is even) so that u and softplus do not cancel for negative u.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F LogOneMinusTanhSquared<F>(F u)
        where F : struct, IFloatLane<F>
    {
        F magnitude = F.Abs(u);
        F logCosh = magnitude + LaneMath.Softplus(F.Of(-2f) * magnitude) - F.Of(LogTwo);
        return F.Of(-2f) * logCosh;
    }
}
