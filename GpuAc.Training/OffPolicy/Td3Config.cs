using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Settings of twin delayed deep deterministic policy gradient. Fujimoto et al., arXiv:1802.09477.</summary>
public sealed record Td3Config : DeterministicConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => Td3.Instance;

    /// <summary>Updates of the critics per update of the actor and the targets, at least 1.</summary>
    public int PolicyDelay { get; init; } = 2;

    /// <summary>σ of the noise on the actions that targets assume, as a share of half the action range; at least 0.</summary>
    public float TargetNoise { get; init; } = 0.2f;

    /// <summary>What that noise is clipped to, at least 0.</summary>
    public float TargetNoiseClip { get; init; } = 0.5f;

    /// <inheritdoc/>
    protected override int NumCritics => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        Require(faults, PolicyDelay >= 1, "policyDelay", PolicyDelay, "must be at least 1");
        RequireNotNegative(faults, "targetNoise", TargetNoise);
        RequireNotNegative(faults, "targetNoiseClip", TargetNoiseClip);
        return faults;
    }
}
