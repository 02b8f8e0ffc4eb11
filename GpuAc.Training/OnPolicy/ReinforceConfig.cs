using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// Settings of REINFORCE. Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning" (1992).
/// </summary>
public sealed record ReinforceConfig : OnPolicyConfig
{
    /// <summary>The defaults: 16 episodes per update, of up to 1000 steps.</summary>
    public ReinforceConfig()
    {
        NumEnvs = 16;
        NumSteps = 1000;
    }

    /// <inheritdoc/>
    public override Algorithm Algorithm => Reinforce.Instance;

    /// <summary>
    /// Whether a learnt value is subtracted from the returns. Without it the critic is neither trained nor asked; its part of the policy
    /// file means nothing then.
    /// </summary>
    public bool Baseline { get; init; }

    /// <inheritdoc/>
    public override bool PlaysWholeEpisodes => true;
}
