using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Distributions;

/// <summary>Independent normal action dimensions a[i] ~ N(μ[i], σ[i]²), parameterised by μ and ln σ.</summary>
/// <remarks>
/// <para>The means come first, the log standard deviations after them; at most <see cref="Components.Capacity"/>/2 dimensions.
/// ln σ is not clamped (Stable-Baselines3's and CleanRL's PPO do not either).</para>
/// <para>Log-probability and entropy are sums over the dimensions, of the unclipped action: clipping belongs to the environment's
/// interface, as in Stable-Baselines3 and CleanRL.</para>
/// </remarks>
public readonly struct DiagonalGaussian : IActionDistribution
{
    /// <summary>½·ln 2π.</summary>
    private const float HalfLogTwoPi = 0.91893853320467274f;

    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.DiagonalGaussian;

    /// <inheritdoc/>
    public static int ParameterCount(int actionSize) => 2 * actionSize;

    /// <inheritdoc/>
    public static int ActionComponents(int actionSize) => actionSize;

    /// <inheritdoc/>
    /// <remarks>
    /// a[i] = μ[i] + σ[i]·n[i]. Block b of the step's draws makes four normals (two pairs), those of the dimensions 4b to 4b + 3.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sample<F>(
        ref Components<F> parameters, int actionSize, RandomKey key, uint environment, ulong step, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        for (int first = 0; first < actionSize; first += 4)
        {
            Quad<F> uniform = F.Uniform4(key, environment, step, (uint)first / 4);
            SamplePair(ref parameters, actionSize, first, uniform.A, uniform.B, ref action);
            if (first + 2 < actionSize)
                SamplePair(ref parameters, actionSize, first + 2, uniform.C, uniform.D, ref action);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mode<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
            action[i] = parameters[i];
    }

    /// <inheritdoc/>
    /// <remarks>ln p = Σ (−½ z² − ln σ − ½ ln 2π) with z = (a − μ)/σ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F LogProb<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F sum = F.Zero;
        for (int i = 0; i < actionSize; i++)
        {
            F logStd = parameters[actionSize + i];
            F z = (action[i] - parameters[i]) * LaneMath.Exp(-logStd);
            sum -= F.MultiplyAdd(F.Of(0.5f) * z, z, logStd + F.Of(HalfLogTwoPi));
        }

        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>H = Σ (ln σ + ½ + ½ ln 2π).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Entropy<F>(ref Components<F> parameters, int actionSize)
        where F : struct, IFloatLane<F>
    {
        F sum = F.Of(actionSize * (0.5f + HalfLogTwoPi));
        for (int i = 0; i < actionSize; i++)
            sum += parameters[actionSize + i];
        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>∂ln p/∂μ = z/σ, ∂ln p/∂ln σ = z² − 1, ∂H/∂μ = 0, ∂H/∂ln σ = 1, with z = (a − μ)/σ.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<F>(
        ref Components<F> parameters, int actionSize, ref Components<F> action, F logProbGradient, F entropyGradient,
        ref Components<F> gradient)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
        {
            F inverseStd = LaneMath.Exp(-parameters[actionSize + i]);
            F z = (action[i] - parameters[i]) * inverseStd;
            gradient[i] = logProbGradient * z * inverseStd;
            gradient[actionSize + i] = F.MultiplyAdd(logProbGradient, F.MultiplyAdd(z, z, -F.One), entropyGradient);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A NaN action stays NaN, so that it is found and not hidden at a bound.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
            action[i] = F.Min(high[i], F.Max(low[i], action[i]));
    }

    /// <summary>Draws dimensions <paramref name="i"/> and, where there is one, <paramref name="i"/> + 1 from two uniforms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SamplePair<F>(ref Components<F> parameters, int actionSize, int i, F uniformA, F uniformB, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        LaneMath.NormalPair(uniformA, uniformB, out F normalA, out F normalB);
        action[i] = F.MultiplyAdd(LaneMath.Exp(parameters[actionSize + i]), normalA, parameters[i]);
        if (i + 1 < actionSize)
            action[i + 1] = F.MultiplyAdd(LaneMath.Exp(parameters[actionSize + i + 1]), normalB, parameters[i + 1]);
    }
}
