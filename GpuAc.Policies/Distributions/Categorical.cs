using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Policies.Distributions;

/// <summary>Discrete actions 0 to n − 1 with probabilities p = softmax(l) of the logits l.</summary>
/// <remarks>
/// <para>With m = max l, z[k] = l[k] − m and S = Σ exp z[k]: p[k] = exp(z[k])/S and ln p[k] = z[k] − ln S. Subtracting the maximum
/// keeps every exponential in [0, 1] and S in [1, n], so that nothing overflows and adding a constant to all logits changes nothing.</para>
/// <para>Logits must be finite; to forbid an action, use a large negative number such as −1e8 rather than −∞.</para>
/// </remarks>
public readonly struct Categorical : IActionDistribution
{
    /// <inheritdoc/>
    public static DistributionKind Kind => DistributionKind.Categorical;

    /// <inheritdoc/>
    public static int ParameterCount(int actionSize) => actionSize;

    /// <inheritdoc/>
    public static int ActionComponents(int actionSize) => 1;

    /// <inheritdoc/>
    /// <remarks>
    /// <para>Inverse of the cumulative distribution: with one uniform u in [0, 1), the number of k whose cumulative weight
    /// Σ[j ≤ k] exp z[j] is at most u·S. The Gumbel-max trick would need n uniforms and 2n logarithms for the same draw. u has 24 bits,
    /// so probabilities are met to within 6e-8; an action of weight zero is never drawn.</para>
    /// <para>Uses word A of block 0.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Sample<F>(
        ref Components<F> parameters, int actionSize, RandomKey key, uint environment, ulong step, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F max = Max(ref parameters, actionSize);
        F threshold = F.Uniform4(key, environment, step, 0).A * SumOfWeights(ref parameters, actionSize, max);
        F cumulative = F.Zero;
        F index = F.Zero;

        // The weights are computed a second time, with the same result, rather than kept: an indexed local array would leave the
        // registers on a GPU. The last action takes what remains, so its cumulative weight is not compared.
        for (int k = 0; k < actionSize - 1; k++)
        {
            cumulative += LaneMath.Exp(parameters[k] - max);
            index += F.Select(cumulative <= threshold, F.One, F.Zero);
        }

        action[0] = index;
    }

    /// <inheritdoc/>
    /// <remarks>The lowest index among equals, as ONNX's ArgMax.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mode<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F best = parameters[0];
        F index = F.Zero;
        for (int k = 1; k < actionSize; k++)
        {
            F logit = parameters[k];
            F better = logit > best;
            best = F.Select(better, logit, best);
            index = F.Select(better, F.Of(k), index);
        }

        action[0] = index;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F LogProb<F>(ref Components<F> parameters, int actionSize, ref Components<F> action)
        where F : struct, IFloatLane<F>
    {
        F max = Max(ref parameters, actionSize);
        F chosenIndex = action[0];
        F chosen = parameters[0];
        for (int k = 1; k < actionSize; k++)
            chosen = F.Select(F.Equal(chosenIndex, F.Of(k)), parameters[k], chosen);
        return chosen - max - LaneMath.Log(SumOfWeights(ref parameters, actionSize, max));
    }

    /// <inheritdoc/>
    /// <remarks>H = −Σ p ln p = ln S − Σ p[k]·z[k], in [0, ln n].</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static F Entropy<F>(ref Components<F> parameters, int actionSize)
        where F : struct, IFloatLane<F>
    {
        F sum = SumOfWeights(ref parameters, actionSize, Max(ref parameters, actionSize), out F weighted);
        return LaneMath.Log(sum) - weighted / sum;
    }

    /// <inheritdoc/>
    /// <remarks>∂ln p[a]/∂l[k] = 1[k = a] − p[k] and ∂H/∂l[k] = −p[k]·(ln p[k] + H) = −p[k]·(z[k] − Σ p·z).</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Backward<F>(
        ref Components<F> parameters, int actionSize, ref Components<F> action, F logProbGradient, F entropyGradient,
        ref Components<F> gradient)
        where F : struct, IFloatLane<F>
    {
        F max = Max(ref parameters, actionSize);
        F sum = SumOfWeights(ref parameters, actionSize, max, out F weighted);
        F scale = F.One / sum;
        F mean = weighted * scale;
        F chosenIndex = action[0];
        for (int k = 0; k < actionSize; k++)
        {
            F z = parameters[k] - max;
            F p = LaneMath.Exp(z) * scale;
            F chosen = F.Select(F.Equal(chosenIndex, F.Of(k)), F.One, F.Zero);
            gradient[k] = logProbGradient * (chosen - p) - entropyGradient * p * (z - mean);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToEnvironment<F>(ref Components<F> action, int actionSize, ref Components<F> low, ref Components<F> high)
        where F : struct, IFloatLane<F>
    {
    }

    /// <summary>m = max l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Max<F>(ref Components<F> logits, int actionSize)
        where F : struct, IFloatLane<F>
    {
        F max = logits[0];
        for (int k = 1; k < actionSize; k++)
            max = F.Max(max, logits[k]);
        return max;
    }

    /// <summary>S = Σ exp(l[k] − m), summed upwards from k = 0, the order that <see cref="Sample"/> relies on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F SumOfWeights<F>(ref Components<F> logits, int actionSize, F max)
        where F : struct, IFloatLane<F>
    {
        F sum = F.Zero;
        for (int k = 0; k < actionSize; k++)
            sum += LaneMath.Exp(logits[k] - max);
        return sum;
    }

    /// <summary>S, and Σ exp(z[k])·z[k] with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F SumOfWeights<F>(ref Components<F> logits, int actionSize, F max, out F weighted)
        where F : struct, IFloatLane<F>
    {
        F sum = F.Zero;
        weighted = F.Zero;
        for (int k = 0; k < actionSize; k++)
        {
            F z = logits[k] - max;
            F weight = LaneMath.Exp(z);
            sum += weight;
            weighted = F.MultiplyAdd(weight, z, weighted);
        }

        return sum;
    }
}
