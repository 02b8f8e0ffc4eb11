namespace GpuAc.Policies.Distributions;

/// <summary>What follows from the kind of a policy's action distribution.</summary>
public static class DistributionKindTraits
{
    /// <summary>True when actions are tanh of the actor's outputs, scaled to the bounds.</summary>
    public static bool IsSquashed(this DistributionKind kind) =>
        kind is DistributionKind.SquashedGaussian or DistributionKind.SquashedDeterministic;

    /// <summary>True when the policy has a log standard deviation per action dimension.</summary>
    public static bool HasLogStd(this DistributionKind kind) =>
        kind is DistributionKind.DiagonalGaussian or DistributionKind.SquashedGaussian;
}
