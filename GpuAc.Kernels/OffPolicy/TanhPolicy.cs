using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>A deterministic policy a = tanh(x) of the actor's outputs x, scaled to the bounds: DDPG's and TD3's.</summary>
/// <remarks>Lillicrap et al., arXiv:1509.02971; Fujimoto et al., arXiv:1802.09477. ∂a/∂x = 1 − a².</remarks>
public readonly struct TanhPolicy : IContinuousPolicy
{
    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.SquashedDeterministic;

    /// <inheritdoc/>
    public static bool IsStochastic => false;

    /// <inheritdoc/>
    public static bool IsSquashed => true;

    /// <inheritdoc/>
    public static int Outputs(int actionSize) => actionSize;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Propose<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, out F logProb)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
            action[i] = LaneMath.Tanh(outputs[i]);
        logProb = F.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, ref Components<F> actionGradient,
        F logProbGradient, ref Components<F> gradient)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
        {
            F a = action[i];
            gradient[i] = actionGradient[i] * F.MultiplyAdd(-a, a, F.One);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F> => Clip(ref action, actionSize);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F> => Scale(ref action, actionSize, ref low, ref high);

    /// <summary>Holds an action to [−1, 1]; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Clip<F>(ref Components<F> action, int actionSize)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
            action[i] = F.Min(F.One, F.Max(-F.One, action[i]));
    }

    /// <summary>low + (a + 1)/2·(high − low), held to the bounds, which rounding could otherwise leave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Scale<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
        {
            F fraction = F.MultiplyAdd(F.Of(0.5f), action[i], F.Of(0.5f));
            action[i] = F.Min(high[i], F.Max(low[i], F.MultiplyAdd(fraction, high[i] - low[i], low[i])));
        }
    }
}
