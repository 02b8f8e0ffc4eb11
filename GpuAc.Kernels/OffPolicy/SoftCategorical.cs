using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>Discrete SAC: expectations over all actions in place of draws. Christodoulou, arXiv:1910.07207.</summary>
/// <remarks>
/// With π = softmax(l) and g[k] = α·ln π[k] − min Q[k]: V = −Σ π·g, and the actor's loss is Σ π·g with ∂/∂l[k] = π[k]·(g[k] − Σ π·g).
/// </remarks>
internal static class SoftCategorical
{
    /// <summary>Evaluates the expectations of one sample per lane.</summary>
    /// <param name="logits">l.</param>
    /// <param name="minQ">Smaller of the critics' values, one per action.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="temperature">α.</param>
    /// <param name="gradient">Output: ∂(Σ π·g)/∂l.</param>
    /// <param name="negativeEntropy">Output: Σ π·ln π.</param>
    /// <returns>Σ π·g.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Loss<F>(
        ref Components<F> logits, ref Components<F> minQ, int actions, F temperature, ref Components<F> gradient, out F negativeEntropy)
        where F : struct, IFloatLane<F>
    {
        F max = logits[0];
        for (int k = 1; k < actions; k++)
            max = F.Max(max, logits[k]);
        F sum = F.Zero;
        Components<F> weights = default;
        for (int k = 0; k < actions; k++)
            sum += weights[k] = LaneMath.Exp(logits[k] - max);
        F logSum = LaneMath.Log(sum), scale = F.One / sum, loss = F.Zero;
        negativeEntropy = F.Zero;
        for (int k = 0; k < actions; k++)
        {
            F probability = weights[k] * scale, logProb = logits[k] - max - logSum;
            F g = F.MultiplyAdd(temperature, logProb, -minQ[k]);
            loss = F.MultiplyAdd(probability, g, loss);
            negativeEntropy = F.MultiplyAdd(probability, logProb, negativeEntropy);
            gradient[k] = g;
            weights[k] = probability;
        }

        for (int k = 0; k < actions; k++)
            gradient[k] = weights[k] * (gradient[k] - loss);
        return loss;
    }
}
