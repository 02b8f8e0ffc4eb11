using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>
/// A deterministic policy whose action is the actor's output itself, in the environment's units; its bounds clip what is done, not what is
/// learnt.
/// </summary>
public readonly struct LinearPolicy : IContinuousPolicy
{
    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.Deterministic;

    /// <inheritdoc/>
    public static bool IsStochastic => false;

    /// <inheritdoc/>
    public static bool IsSquashed => false;

    /// <inheritdoc/>
    public static int Outputs(int actionSize) => actionSize;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Propose<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, out F logProb)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
            action[i] = outputs[i];
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
            gradient[i] = actionGradient[i];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
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
}
