namespace GpuAc.Policies.Distributions;

/// <summary>What follows from the kind of a policy's action distribution.</summary>
public static class DistributionKindTraits
{
    /// <summary>Lowest log standard deviation that an actor can give, as in Stable-Baselines3.</summary>
    public const float MinLogStd = -20;

    /// <summary>Highest log standard deviation that an actor can give, as in Stable-Baselines3.</summary>
    public const float MaxLogStd = 2;

    /// <summary>True when actions are tanh of the actor's outputs, scaled to the bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a distribution.</exception>
    public static bool IsSquashed(this DistributionKind kind) => KnownValues.Require(kind)
        is DistributionKind.SquashedGaussian or DistributionKind.SquashedDeterministic or DistributionKind.StateDependentSquashedGaussian;

    /// <summary>True when the policy has a log standard deviation per action dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a distribution.</exception>
    public static bool HasLogStd(this DistributionKind kind) => KnownValues.Require(kind)
        is DistributionKind.DiagonalGaussian or DistributionKind.SquashedGaussian or DistributionKind.StateDependentSquashedGaussian;

    /// <summary>True when the actor gives the log standard deviations of each observation, rather than one set for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a distribution.</exception>
    public static bool HasStateLogStd(this DistributionKind kind) =>
        KnownValues.Require(kind) == DistributionKind.StateDependentSquashedGaussian;
}
