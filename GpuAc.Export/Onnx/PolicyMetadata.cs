using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Onnx;

/// <summary>What a policy file says about itself: the <c>gpuac.*</c> entries of its <c>metadata_props</c>.</summary>
public sealed record PolicyMetadata
{
    /// <summary>Version of the file contract that this library writes, and the highest that it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the file contract.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Where the policy comes from and how it did.</summary>
    public required PolicyProvenance Provenance { get; init; }

    /// <summary>Kind of the action distribution whose mode the policy takes.</summary>
    public required DistributionKind Distribution { get; init; }

    /// <summary>One name per observation component.</summary>
    public required IReadOnlyList<string> ObservationNames { get; init; }

    /// <summary>Lowest value of each observation component; −∞ where unbounded.</summary>
    public required IReadOnlyList<float> ObservationLow { get; init; }

    /// <summary>Highest value of each observation component; +∞ where unbounded.</summary>
    public required IReadOnlyList<float> ObservationHigh { get; init; }

    /// <summary>One name per discrete action, or one per continuous action dimension.</summary>
    public required IReadOnlyList<string> ActionNames { get; init; }

    /// <summary>Lowest value of each continuous action dimension; empty for discrete actions.</summary>
    public required IReadOnlyList<float> ActionLow { get; init; }

    /// <summary>Highest value of each continuous action dimension; empty for discrete actions.</summary>
    public required IReadOnlyList<float> ActionHigh { get; init; }

    /// <summary>
    /// What training multiplied rewards by; the file's values are without it. Null in files from before this was written, whose values
    /// are in scaled units where rewards were scaled.
    /// </summary>
    public float? RewardScale { get; init; }

    /// <summary>True when actions are indices into <see cref="ActionNames"/>.</summary>
    public bool IsDiscrete => Distribution == DistributionKind.Categorical;

    /// <summary>Takes from a snapshot what its policy file says about it.</summary>
    internal static PolicyMetadata From(PolicySnapshot snapshot) => new()
    {
        Provenance = snapshot.Provenance,
        Distribution = snapshot.Distribution,
        ObservationNames = snapshot.ObservationNames,
        ObservationLow = snapshot.ObservationLow,
        ObservationHigh = snapshot.ObservationHigh,
        ActionNames = snapshot.ActionNames,
        ActionLow = snapshot.ActionLow,
        ActionHigh = snapshot.ActionHigh,
        RewardScale = snapshot.RewardScale,
    };
}
