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
    public static bool IsSquashed(this DistributionKind kind) => kind switch
    {
        DistributionKind.SquashedGaussian or DistributionKind.SquashedDeterministic
            or DistributionKind.StateDependentSquashedGaussian => true,
        DistributionKind.Categorical or DistributionKind.DiagonalGaussian or DistributionKind.Deterministic => false,
        _ => throw KnownValues.Unknown(kind),
    };

    /// <summary>True when the policy has a log standard deviation per action dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a distribution.</exception>
    public static bool HasLogStd(this DistributionKind kind) => kind switch
    {
        DistributionKind.DiagonalGaussian or DistributionKind.SquashedGaussian
            or DistributionKind.StateDependentSquashedGaussian => true,
        DistributionKind.Categorical or DistributionKind.Deterministic or DistributionKind.SquashedDeterministic => false,
        _ => throw KnownValues.Unknown(kind),
    };

    /// <summary>True when the actor gives the log standard deviations of each observation, rather than one set for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a distribution.</exception>
    public static bool HasStateLogStd(this DistributionKind kind) => kind switch
    {
        DistributionKind.StateDependentSquashedGaussian => true,
        DistributionKind.Categorical or DistributionKind.DiagonalGaussian or DistributionKind.SquashedGaussian
            or DistributionKind.Deterministic or DistributionKind.SquashedDeterministic => false,
        _ => throw KnownValues.Unknown(kind),
    };
}
