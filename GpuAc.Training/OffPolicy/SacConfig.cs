using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Settings of soft actor-critic with automatic temperature. Haarnoja et al., arXiv:1812.05905.</summary>
public sealed record SacConfig : ContinuousConfig, ISoftConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => Sac.Instance;

    /// <summary>Temperature α at the start, above 0.</summary>
    public float InitialTemperature { get; init; } = 1;

    /// <summary>Whether the temperature steers the policy's entropy to its target; otherwise it stays as it is.</summary>
    public bool AutoTemperature { get; init; } = true;

    /// <summary>Learning rate of the temperature, above 0, or 0 for that of the actor.</summary>
    public float TemperatureLearningRate { get; init; }

    /// <summary>Target of the entropy per dimension of the action, in nats; the paper's −1.</summary>
    public float TargetEntropy { get; init; } = -1;

    /// <inheritdoc/>
    protected override int NumCritics => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireTemperature(faults, this);
        Require(faults, float.IsFinite(TargetEntropy), "targetEntropy", TargetEntropy, "must be finite");
        return faults;
    }

    /// <inheritdoc/>
    protected override int ActorOutputs(int actionSize) => 2 * actionSize;
}
