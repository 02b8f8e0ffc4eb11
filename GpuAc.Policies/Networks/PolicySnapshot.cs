using GpuAc.Policies.Distributions;

namespace GpuAc.Policies.Networks;

/// <summary>
/// A trained policy and everything needed to run it elsewhere: what is exported to ONNX and kept in checkpoints. Knows nothing
/// of environments or training beyond names and numbers.
/// </summary>
public sealed record PolicySnapshot
{
    /// <summary>Network description.</summary>
    public required ActorCriticSpec Network { get; init; }

    /// <summary>Weights, laid out as <see cref="ActorCriticSpec"/> says.</summary>
    public required float[] Parameters { get; init; }

    /// <summary>Kind of the action distribution.</summary>
    public required DistributionKind Distribution { get; init; }

    /// <summary>Normalisation applied to raw observations before the network, or null for none.</summary>
    public ObservationNormalization? Normalization { get; init; }

    /// <summary>
    /// What training multiplied rewards by, finite and above 0. The critic's outputs are in that unit; over this they are returns.
    /// </summary>
    public float RewardScale { get; init; } = 1;

    /// <summary>One name per observation component.</summary>
    public required string[] ObservationNames { get; init; }

    /// <summary>Lowest value of each observation component; −∞ where unbounded.</summary>
    public required float[] ObservationLow { get; init; }

    /// <summary>Highest value of each observation component; +∞ where unbounded.</summary>
    public required float[] ObservationHigh { get; init; }

    /// <summary>One name per discrete action, or one per continuous action dimension.</summary>
    public required string[] ActionNames { get; init; }

    /// <summary>Lowest value of each continuous action dimension, finite; empty for discrete actions.</summary>
    public float[] ActionLow { get; init; } = [];

    /// <summary>Highest value of each continuous action dimension, finite; empty for discrete actions.</summary>
    public float[] ActionHigh { get; init; } = [];

    /// <summary>Where the policy comes from.</summary>
    public required PolicyProvenance Provenance { get; init; }

    /// <summary>True when actions are indices into <see cref="ActionNames"/>.</summary>
    public bool IsDiscrete => Distribution == DistributionKind.Categorical;
}

/// <summary>
/// Normalisation of observations: clip((x − mean) / sqrt(variance + epsilon), −clip, +clip), as Stable-Baselines3's VecNormalize.
/// </summary>
/// <param name="Mean">Running mean of each component.</param>
/// <param name="Variance">Running variance of each component.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Clip">Bound on the normalised value.</param>
public sealed record ObservationNormalization(float[] Mean, float[] Variance, float Epsilon, float Clip);

/// <summary>Where a policy comes from and how it did: the metadata of its files.</summary>
public sealed record PolicyProvenance
{
    /// <summary>Environment that it was trained on, such as <c>CartPole-v1</c>.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Algorithm that trained it, such as <c>ppo</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Seed of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>Environment steps learnt from.</summary>
    public long TrainingSteps { get; init; }

    /// <summary>Episodes of the final evaluation; 0 when there was none.</summary>
    public int EvaluationEpisodes { get; init; }

    /// <summary>Mean return of the final evaluation.</summary>
    public double EvaluationMeanReturn { get; init; }

    /// <summary>Standard deviation of the returns of the final evaluation.</summary>
    public double EvaluationStdReturn { get; init; }

    /// <summary>Version of GpuAc that wrote it.</summary>
    public string LibraryVersion { get; init; } = typeof(PolicyProvenance).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
