namespace GpuAc.Kernels.Plans;

/// <summary>One episode of training, step by step.</summary>
public sealed record RecordedEpisode
{
    /// <summary>[steps][observation]: what the policy saw before each step (normalised, where observations are).</summary>
    public required IReadOnlyList<float[]> Observations { get; init; }

    /// <summary>[steps][action components]: what it did: an index, or the sample before clipping or squashing.</summary>
    public required IReadOnlyList<float[]> Actions { get; init; }

    /// <summary>[steps]: rewards (scaled, where rewards are).</summary>
    public required IReadOnlyList<float> Rewards { get; init; }

    /// <summary>True when the last step reached a terminal state, false when a time limit ended the episode.</summary>
    public required bool Terminated { get; init; }
}
