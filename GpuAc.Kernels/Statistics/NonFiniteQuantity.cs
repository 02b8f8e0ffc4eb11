namespace GpuAc.Kernels.Statistics;

/// <summary>What may turn out not to be finite in an iteration of training, in the order in which it is computed.</summary>
public enum NonFiniteQuantity
{
    /// <summary>Nothing did.</summary>
    None = 0,

    /// <summary>An advantage: a return minus the critic's estimate.</summary>
    Advantage = 1,

    /// <summary>The policy loss, which a logit, mean or log-probability that is not finite makes so.</summary>
    PolicyLoss = 2,

    /// <summary>The value loss.</summary>
    ValueLoss = 3,

    /// <summary>The entropy of the policy.</summary>
    Entropy = 4,

    /// <summary>The norm of the gradient.</summary>
    GradientNorm = 5,

    /// <summary>A weight, after a finite gradient was applied to it.</summary>
    Weight = 6,
}
