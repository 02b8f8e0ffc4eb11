using GpuAc.Envs.Contracts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.OffPolicy;

/// <summary>The settings of off-policy algorithms for continuous actions.</summary>
public abstract record ContinuousConfig : OffPolicyConfig
{
    /// <summary>
    /// Kind of the noise that exploration adds to the policy's actions: Gaussian by default where the policy is deterministic, none
    /// otherwise.
    /// </summary>
    public NoiseKind ExplorationNoise { get; init; }

    /// <summary>Standard deviation of the exploration noise, as a share of half the action range; at least 0.</summary>
    public float ExplorationSigma { get; init; } = 0.1f;

    /// <summary>θ of Ornstein-Uhlenbeck noise: its pull towards 0, per unit of time; at least 0.</summary>
    public float NoiseTheta { get; init; } = 0.15f;

    /// <summary>Time step of Ornstein-Uhlenbeck noise, above 0.</summary>
    public float NoiseTimeStep { get; init; } = 0.01f;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireDefined(faults, "explorationNoise", ExplorationNoise);
        RequireNotNegative(faults, "explorationSigma", ExplorationSigma);
        RequireNotNegative(faults, "noiseTheta", NoiseTheta);
        RequirePositive(faults, "noiseTimeStep", NoiseTimeStep);
        return faults;
    }

    /// <inheritdoc/>
    internal override ExplorationStep Noise => new()
    {
        Noise = ExplorationNoise,
        Sigma = ExplorationSigma,
        Theta = NoiseTheta,
        TimeStep = NoiseTimeStep,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateFor(EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Action is DiscreteSpace
            ? [$"'{Algorithm}' is for continuous actions, but those of '{environment.Id}' are discrete; use ppo, a2c or sac-discrete."]
            : [];
    }

    /// <inheritdoc/>
    public override OffPolicySpec CreateNetworks(int observations, int actionSize) => new(
        MlpSpec.Create(observations, HiddenSizes, Activation, ActorOutputs(actionSize)),
        new QNetworkSpec(null, null, MlpSpec.Create(observations + actionSize, HiddenSizes, Activation, 1)),
        NumCritics);

    /// <summary>Critics: 1, or 2 whose smaller value counts.</summary>
    protected abstract int NumCritics { get; }

    /// <summary>Outputs of the actor: as many as its policy's <see cref="IContinuousPolicy.Outputs"/>.</summary>
    /// <param name="actionSize">Dimensions of the action.</param>
    protected abstract int ActorOutputs(int actionSize);
}
