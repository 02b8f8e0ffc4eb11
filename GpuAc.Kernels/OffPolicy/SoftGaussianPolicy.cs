using System.Runtime.CompilerServices;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>
/// SAC's policy: a = tanh(u) with u = μ + σ·ε, where the actor gives both μ and ln σ. Haarnoja et al., arXiv:1812.05905, appendix C.
/// </summary>
/// <remarks>
/// <para>The means come first, the log standard deviations after them, held to [−20, 2] as in Stable-Baselines3; beyond, their gradient is
/// zero.</para>
/// <para>ln p(a) = Σ (−½ε² − ln σ − ½ ln 2π − ln(1 − tanh² u)), the density of a on (−1, 1); see <see cref="SquashedGaussian"/> for the
/// convention.</para>
/// <para>With ε fixed, ∂a/∂u = 1 − a² and ∂ln p/∂u = 2a (the squashing term that a recorded u does not have), ∂u/∂μ = 1,
/// ∂u/∂ln σ = σ·ε, and ln p itself falls by ln σ.</para>
/// </remarks>
public readonly struct SoftGaussianPolicy : IContinuousPolicy
{
    private const float MinLogStd = DistributionKindTraits.MinLogStd;
    private const float MaxLogStd = DistributionKindTraits.MaxLogStd;
    private const float HalfLogTwoPi = 0.91893853320467274f;

    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.StateDependentSquashedGaussian;

    /// <inheritdoc/>
    public static bool IsStochastic => true;

    /// <inheritdoc/>
    public static bool IsSquashed => true;

    /// <inheritdoc/>
    public static int Outputs(int actionSize) => 2 * actionSize;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Propose<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, out F logProb)
        where F : struct, IFloatLane<F>
    {
        logProb = F.Zero;
        for (int i = 0; i < actionSize; i++)
        {
            F logStd = Hold(outputs[actionSize + i]);
            F epsilon = noise[i];
            F u = F.MultiplyAdd(LaneMath.Exp(logStd), epsilon, outputs[i]);
            action[i] = LaneMath.Tanh(u);
            F gaussian = F.MultiplyAdd(F.Of(0.5f) * epsilon, epsilon, logStd + F.Of(HalfLogTwoPi));
            logProb -= gaussian + SquashedGaussian.LogOneMinusTanhSquared(u);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Backward<F>(
        ref Components<F> outputs, int actionSize, ref Components<F> noise, ref Components<F> action, ref Components<F> actionGradient,
        F logProbGradient, ref Components<F> gradient)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i++)
        {
            F raw = outputs[actionSize + i], a = action[i];
            F du = F.MultiplyAdd(actionGradient[i], F.MultiplyAdd(-a, a, F.One), logProbGradient * (a + a));
            gradient[i] = du;
            F dLogStd = F.MultiplyAdd(du, LaneMath.Exp(Hold(raw)) * noise[i], -logProbGradient);
            F free = (raw >= F.Of(MinLogStd)) & (raw <= F.Of(MaxLogStd));
            gradient[actionSize + i] = F.Select(free, dLogStd, F.Zero);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F> => TanhPolicy.Clip(ref action, actionSize);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F> => TanhPolicy.Scale(ref action, actionSize, ref low, ref high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Hold<F>(F logStd)
        where F : struct, IFloatLane<F> => F.Min(F.Of(MaxLogStd), F.Max(F.Of(MinLogStd), logStd));
}
