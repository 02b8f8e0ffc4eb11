namespace GpuAc.Policies.Distributions;

/// <summary>The action distributions. Values are part of the checkpoint format and never change.</summary>
public enum DistributionKind
{
    /// <summary>Discrete actions with probabilities softmax(logits).</summary>
    Categorical = 0,

    /// <summary>Independent normal action dimensions with a trained, state-independent log standard deviation; the environment's
    /// bounds clip the action.</summary>
    DiagonalGaussian = 1,

    /// <summary>tanh of a diagonal Gaussian, scaled to the action bounds.</summary>
    SquashedGaussian = 2,

    /// <summary>No distribution: the action is the network's output, clipped to the bounds.</summary>
    Deterministic = 3,

    /// <summary>No distribution: the action is tanh of the network's output, scaled to the bounds.</summary>
    SquashedDeterministic = 4,

    /// <summary>tanh of a diagonal Gaussian, scaled to the action bounds, whose log standard deviations the actor gives too, after the
    /// means, held to [−20, 2].</summary>
    StateDependentSquashedGaussian = 5,
}
