using GpuAc.Lanes;

namespace GpuAc.Policies.Distributions;

/// <summary>
/// A parametric distribution over actions: sampling, log-probability, entropy, and their gradients with respect to the parameters.
/// </summary>
/// <remarks>
/// <para>Parameters come as one set of components: for the categorical distribution the logits; for the Gaussians the means
/// [0, actionSize) followed by the log standard deviations [actionSize, 2·actionSize).</para>
/// <para>An action is kept in the distribution's own space: the index (as a float) for categorical; the unclipped sample for the
/// diagonal Gaussian; the sample <em>before</em> tanh for the squashed Gaussian, since the inverse of tanh loses
/// precision. What the environment receives comes from <see cref="ToEnvironment"/>.</para>
/// <para><c>actionSize</c> is the number of choices for categorical and of dimensions for the Gaussians.</para>
/// <para>Members that hold exponentials and logarithms over several components are calls, not inlined: a caller that
/// takes in a few of them exceeds what the JIT will inline into one method (about 600 calls), and every lane operation past that
/// point becomes a call of its own. Learning from two-way categorical actions took 960 ns per register of 16 that way, and takes about
/// 130 ns now.</para>
/// </remarks>
public interface IActionDistribution
{
    /// <summary>Which distribution this is.</summary>
    static abstract DistributionKind Kind { get; }

    /// <summary>Number of parameters, including the log standard deviations.</summary>
    static abstract int ParameterCount(int actionSize);

    /// <summary>Number of components that an action has: 1 for categorical, actionSize otherwise.</summary>
    static abstract int ActionComponents(int actionSize);

    /// <summary>Draws an action.</summary>
    /// <param name="parameters">Parameters.</param>
    /// <param name="actionSize">Choices or dimensions.</param>
    /// <param name="key">Seed and purpose of the draw.</param>
    /// <param name="environment">Environment of the first lane.</param>
    /// <param name="step">Time step.</param>
    /// <param name="action">Output.</param>
    static abstract void Sample<F>(
        ref Components<F> parameters, int actionSize, RandomKey key, uint environment, ulong step, ref Components<F> action)
        where F : struct, IFloatLane<F>;

    /// <summary>The most probable action (for the squashed Gaussian: tanh of the mean, kept before tanh).</summary>
    static abstract void Mode<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>;

    /// <summary>ln p(action).</summary>
    static abstract F LogProb<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>;

    /// <summary>Entropy; for the squashed Gaussian, which has no closed form, that of the Gaussian before tanh.</summary>
    static abstract F Entropy<F>(ref Components<F> parameters, int actionSize)
        where F : struct, IFloatLane<F>;

    /// <summary>
    /// The gradient of a scalar L with respect to the parameters:
    /// gradient[k] = dL/dlogProb · ∂logProb/∂p[k] + dL/dentropy · ∂entropy/∂p[k]. Overwrites.
    /// </summary>
    static abstract void Backward<F>(
        ref Components<F> parameters, int actionSize, ref Components<F> action, F logProbGradient, F entropyGradient,
        ref Components<F> gradient)
        where F : struct, IFloatLane<F>;

    /// <summary>
    /// From the distribution's own space to the environment's: unchanged for categorical; clipped to [low, high] for the
    /// diagonal Gaussian; low + (tanh(u) + 1)/2 · (high − low) for the squashed one. In place.
    /// </summary>
    static abstract void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>;
}
