using System.Numerics;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>SAC's automatic temperature. Haarnoja et al., arXiv:1812.05905, section 5.</summary>
internal static class Temperature
{
    /// <summary>
    /// Derivative by ln α of the loss −ln α·mean(ln π + H̄): α rises while the policy's entropy −mean(ln π) is below the target H̄.
    /// Stable-Baselines3's form, which takes ln α in place of the paper's α; both vanish at the same entropy.
    /// </summary>
    /// <param name="meanLogProb">Mean ln π of the current policy's actions.</param>
    /// <param name="targetEntropy">H̄, in nats.</param>
    public static T Gradient<T>(T meanLogProb, T targetEntropy)
        where T : struct, IAdditionOperators<T, T, T>, IUnaryNegationOperators<T, T> => -(meanLogProb + targetEntropy);
}
