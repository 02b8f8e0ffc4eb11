using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>
/// The actor's side of Q actor-critic: the policy gradient with the advantage that the critic's values of all actions give.
/// </summary>
/// <remarks>
/// With π = softmax(l) and Q held fixed: A = Q[a] − Σ π·Q, the loss is −ln π[a]·A − c·H, and
/// ∂/∂l[k] = −A·(1[k = a] − π[k]) + c·π[k]·(ln π[k] + H). Sutton et al. (NIPS 2000), theorem 1, with Σ π·Q as the baseline.
/// </remarks>
internal static class QActorCriticLoss
{
    /// <summary>Σ π·Q, what the critic expects of the policy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Value<F>(ref Components<F> logits, ref Components<F> q, int actions)
        where F : struct, IFloatLane<F>
    {
        Components<F> probability = default, logProb = default;
        Softmax(ref logits, actions, ref probability, ref logProb);
        F value = F.Zero;
        for (int k = 0; k < actions; k++)
            value = F.MultiplyAdd(probability[k], q[k], value);
        return value;
    }

    /// <summary>Loss and gradient of one sample per lane.</summary>
    /// <param name="logits">l.</param>
    /// <param name="q">Values, one per action.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="action">a, as a float.</param>
    /// <param name="entropyCoefficient">c.</param>
    /// <param name="gradient">Output: one per logit.</param>
    /// <param name="negativeEntropy">Output: Σ π·ln π.</param>
    /// <returns>−ln π[a]·A − c·H.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Loss<F>(
        ref Components<F> logits, ref Components<F> q, int actions, F action, F entropyCoefficient, ref Components<F> gradient,
        out F negativeEntropy)
        where F : struct, IFloatLane<F>
    {
        Components<F> probability = default, logProb = default;
        Softmax(ref logits, actions, ref probability, ref logProb);
        F value = F.Zero, chosenQ = F.Zero, chosenLogProb = F.Zero;
        negativeEntropy = F.Zero;
        for (int k = 0; k < actions; k++)
        {
            F isChosen = F.Equal(action, F.Of(k));
            value = F.MultiplyAdd(probability[k], q[k], value);
            chosenQ = F.Select(isChosen, q[k], chosenQ);
            chosenLogProb = F.Select(isChosen, logProb[k], chosenLogProb);
            negativeEntropy = F.MultiplyAdd(probability[k], logProb[k], negativeEntropy);
        }

        F advantage = chosenQ - value;
        for (int k = 0; k < actions; k++)
        {
            F indicator = F.Select(F.Equal(action, F.Of(k)), F.One, F.Zero);
            gradient[k] = advantage * (probability[k] - indicator) + entropyCoefficient * probability[k] * (logProb[k] - negativeEntropy);
        }

        return entropyCoefficient * negativeEntropy - chosenLogProb * advantage;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Softmax<F>(ref Components<F> logits, int actions, ref Components<F> probability, ref Components<F> logProb)
        where F : struct, IFloatLane<F>
    {
        F max = logits[0], sum = F.Zero;
        for (int k = 1; k < actions; k++)
            max = F.Max(max, logits[k]);
        for (int k = 0; k < actions; k++)
            sum += probability[k] = LaneMath.Exp(logits[k] - max);
        F scale = F.One / sum, logSum = LaneMath.Log(sum);
        for (int k = 0; k < actions; k++)
        {
            probability[k] *= scale;
            logProb[k] = logits[k] - max - logSum;
        }
    }
}
