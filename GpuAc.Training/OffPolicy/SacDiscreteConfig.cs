using GpuAc.Envs.Contracts;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Settings of soft actor-critic for discrete actions. Christodoulou, arXiv:1910.07207.</summary>
public sealed record SacDiscreteConfig : OffPolicyConfig, ISoftConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => SacDiscrete.Instance;

    /// <summary>Temperature α at the start, above 0.</summary>
    public float InitialTemperature { get; init; } = 1;

    /// <summary>Whether the temperature steers the policy's entropy to its target; otherwise it stays as it is.</summary>
    public bool AutoTemperature { get; init; } = true;

    /// <summary>Learning rate of the temperature, above 0, or 0 for that of the actor.</summary>
    public float TemperatureLearningRate { get; init; }

    /// <summary>Target of the entropy as a share of its maximum ln(actions), in [0, 1); the paper's 0.98 is nearly uniform.</summary>
    public float TargetEntropyRatio { get; init; } = 0.5f;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireTemperature(faults, this);
        Require(faults, TargetEntropyRatio is >= 0 and < 1, "targetEntropyRatio", TargetEntropyRatio, "must be in [0, 1)");
        return faults;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateFor(EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Action is DiscreteSpace
            ? []
            : [$"'{Algorithm}' is for discrete actions, but those of '{environment.Id}' are continuous; use sac, td3 or ddpg."];
    }

    /// <inheritdoc/>
    public override OffPolicySpec CreateNetworks(int observations, int actionSize) => new(
        MlpSpec.Create(observations, HiddenSizes, Activation, actionSize),
        new QNetworkSpec(null, null, MlpSpec.Create(observations, HiddenSizes, Activation, actionSize)),
        2);
}
