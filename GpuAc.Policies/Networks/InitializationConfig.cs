namespace GpuAc.Policies.Networks;

/// <summary>How the parameters of an actor-critic start. The defaults are Stable-Baselines3's and CleanRL's for PPO.</summary>
public sealed record InitializationConfig
{
    /// <summary>Kind of all weights.</summary>
    public InitializationKind Kind { get; init; } = InitializationKind.Orthogonal;

    /// <summary>Gain of the hidden layers, above 0. Default √2, for every activation.</summary>
    public float HiddenGain { get; init; } = 1.41421356f;

    /// <summary>Gain of the actor's last layer, at least 0. Default 0.01: the first policy hardly depends on the observation.</summary>
    public float ActorOutputGain { get; init; } = 0.01f;

    /// <summary>Gain of the critic's last layer, at least 0. Default 1.</summary>
    public float CriticOutputGain { get; init; } = 1f;

    /// <summary>Every log standard deviation of a Gaussian, finite. Default 0: a standard deviation of 1.</summary>
    public float InitialLogStd { get; init; }

    /// <summary>Every fault found, each naming the setting, its value and what is allowed; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!Enum.IsDefined(Kind))
            faults.Add($"'initialization' {KnownValues.Rule<InitializationKind>()}, but is {Kind}.");
        if (!(HiddenGain > 0 && float.IsFinite(HiddenGain)))
            faults.Add($"'hiddenGain' must be above 0 and finite, but is {HiddenGain}.");
        if (!(ActorOutputGain >= 0 && float.IsFinite(ActorOutputGain)))
            faults.Add($"'actorOutputGain' must be at least 0 and finite, but is {ActorOutputGain}.");
        if (!(CriticOutputGain >= 0 && float.IsFinite(CriticOutputGain)))
            faults.Add($"'criticOutputGain' must be at least 0 and finite, but is {CriticOutputGain}.");
        if (!float.IsFinite(InitialLogStd))
            faults.Add($"'initialLogStd' must be finite, but is {InitialLogStd}.");
        return faults;
    }
}
