namespace GpuAc.Kernels.Statistics;

/// <summary>What learning from one rollout reports: means over the samples of the last epoch, and times.</summary>
public struct LearnStatistics
{
    /// <summary>Mean policy loss.</summary>
    public double PolicyLoss;

    /// <summary>Mean value loss.</summary>
    public double ValueLoss;

    /// <summary>Mean entropy.</summary>
    public double Entropy;

    /// <summary>Mean KL estimate between the policy that acted and the current one.</summary>
    public double ApproxKl;

    /// <summary>Share of the samples whose ratio was clipped.</summary>
    public double ClipFraction;

    /// <summary>Mean norm of the gradients before clipping.</summary>
    public double GradientNorm;

    /// <summary>
    /// The first quantity that was not finite, or <see cref="NonFiniteQuantity.None"/>. Otherwise the parameters are those that began the
    /// last iteration that was finite throughout, or the first ones, and the other numbers mean nothing.
    /// </summary>
    public NonFiniteQuantity NonFinite;

    /// <summary>Epochs done; fewer than planned when the target KL stopped them.</summary>
    public int Epochs;

    /// <summary>Samples that these sums are over.</summary>
    internal long Samples;

    /// <summary>Gradient steps that the norm's sum is over.</summary>
    internal long Updates;

    /// <summary>Adds another's sums.</summary>
    public void Add(in LearnStatistics other)
    {
        PolicyLoss += other.PolicyLoss;
        ValueLoss += other.ValueLoss;
        Entropy += other.Entropy;
        ApproxKl += other.ApproxKl;
        ClipFraction += other.ClipFraction;
        Samples += other.Samples;
    }

    /// <summary>What of these means, the gradients and the weights was not finite, in the order in which it is computed.</summary>
    /// <param name="isNormFinite">Whether every gradient's norm was.</param>
    /// <param name="areWeightsFinite">Whether all weights are, after the last update.</param>
    internal readonly NonFiniteQuantity FirstNonFinite(bool isNormFinite, bool areWeightsFinite) =>
        !double.IsFinite(PolicyLoss) ? NonFiniteQuantity.PolicyLoss
        : !double.IsFinite(ValueLoss) ? NonFiniteQuantity.ValueLoss
        : !double.IsFinite(Entropy) ? NonFiniteQuantity.Entropy
        : !isNormFinite ? NonFiniteQuantity.GradientNorm
        : !areWeightsFinite ? NonFiniteQuantity.Weight
        : NonFiniteQuantity.None;

    /// <summary>The sums divided by what they are over.</summary>
    public readonly LearnStatistics Means()
    {
        double share = Samples == 0 ? 0 : 1.0 / Samples;
        return this with
        {
            PolicyLoss = PolicyLoss * share,
            ValueLoss = ValueLoss * share,
            Entropy = Entropy * share,
            ApproxKl = ApproxKl * share,
            ClipFraction = ClipFraction * share,
            GradientNorm = Updates == 0 ? 0 : GradientNorm / Updates,
        };
    }
}
