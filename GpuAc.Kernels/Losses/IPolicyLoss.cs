using GpuAc.Lanes;

namespace GpuAc.Kernels.Losses;

/// <summary>
/// The loss of an on-policy actor-critic algorithm, sample by sample, with its gradient: a struct whose fields are its coefficients.
/// </summary>
/// <remarks>
/// Devices take the struct as it lies in memory, so its fields are numbers: no <see cref="bool"/>, <see cref="char"/> or reference.
/// </remarks>
public interface IPolicyLoss
{
    /// <summary>Evaluates the loss of one sample per lane and its gradient with respect to the network's results.</summary>
    /// <param name="sample">What the rollout recorded and what the networks say now.</param>
    /// <param name="gradient">Output: derivatives of this sample's total loss (not yet divided by the number of samples).</param>
    /// <param name="terms">Output: the parts of the loss, for logging.</param>
    void Evaluate<F>(in LossSample<F> sample, out LossGradient<F> gradient, out LossTerms<F> terms)
        where F : struct, IFloatLane<F>;
}

/// <summary>The inputs of a policy loss, one sample per lane.</summary>
public struct LossSample<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Log-probability of the recorded action under the current policy.</summary>
    public F LogProb;

    /// <summary>Log-probability of the recorded action when it was taken.</summary>
    public F OldLogProb;

    /// <summary>Entropy of the current policy.</summary>
    public F Entropy;

    /// <summary>Advantage, normalised or not as the algorithm wants.</summary>
    public F Advantage;

    /// <summary>Current value estimate.</summary>
    public F Value;

    /// <summary>Value estimate when the action was taken.</summary>
    public F OldValue;

    /// <summary>Target of the value estimate.</summary>
    public F Return;
}

/// <summary>Derivatives of a sample's total loss.</summary>
public struct LossGradient<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>dL/dlogProb.</summary>
    public F LogProb;

    /// <summary>dL/dentropy.</summary>
    public F Entropy;

    /// <summary>dL/dvalue.</summary>
    public F Value;
}

/// <summary>The parts of a sample's loss, for logging.</summary>
public struct LossTerms<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Policy loss, before coefficients.</summary>
    public F PolicyLoss;

    /// <summary>Value loss, before its coefficient.</summary>
    public F ValueLoss;

    /// <summary>Estimate of KL(old ‖ new): (ratio − 1) − ln ratio. Schulman, "Approximating KL divergence" (2020).</summary>
    public F ApproxKl;

    /// <summary>1 where the surrogate's ratio was outside the clip range, 0 elsewhere.</summary>
    public F ClipFraction;
}
