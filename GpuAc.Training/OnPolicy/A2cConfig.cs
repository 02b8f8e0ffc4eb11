using GpuAc.Kernels.Returns;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// Settings of advantage actor-critic, the synchronous form of Mnih et al., arXiv:1602.01783: one gradient step per rollout.
/// </summary>
public sealed record A2cConfig : OnPolicyConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => A2c.Instance;

    /// <summary>Return estimator.</summary>
    public ReturnEstimatorKind Returns { get; init; } = ReturnEstimatorKind.Gae;

    /// <summary>λ of generalised advantage estimation, in [0, 1]; 1 gives the rollout-long n-step returns of the paper.</summary>
    public float GaeLambda { get; init; } = 1;

    /// <summary>n of n-step returns, at least 1; only with <see cref="ReturnEstimatorKind.NStep"/>.</summary>
    public int ReturnSteps { get; init; } = 5;

    /// <summary>
    /// Whether a rollout is one whole episode of every environment: with one environment, one update per episode. Otherwise rollouts go on
    /// where the last one ended.
    /// </summary>
    public bool WholeEpisodes { get; init; }

    /// <inheritdoc/>
    public override bool PlaysWholeEpisodes => WholeEpisodes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireDefined(faults, "returns", Returns);
        Require(faults, GaeLambda is >= 0 and <= 1, "gaeLambda", GaeLambda, "must be in [0, 1]");
        Require(faults, ReturnSteps >= 1, "returnSteps", ReturnSteps, "must be at least 1");
        if (Returns == ReturnEstimatorKind.Episode && !WholeEpisodes)
            faults.Add(
                "'returns' must not be Episode where rollouts may end before episodes do; set wholeEpisodes=true, or returns=MonteCarlo.");
        return faults;
    }
}
