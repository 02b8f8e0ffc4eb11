namespace GpuAc.Training.Rollouts;

/// <summary>What a rollout is made with.</summary>
internal sealed record RolloutPlan
{
    /// <summary>Environments side by side.</summary>
    public required int NumEnvs { get; init; }

    /// <summary>Time steps of each.</summary>
    public required int NumSteps { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether first episodes start anywhere within the time limit.</summary>
    public bool StaggerStarts { get; init; }

    /// <summary>Whether observations are normalised by their running moments.</summary>
    public required bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running deviation of the discounted return.</summary>
    public required bool ScaleRewards { get; init; }

    /// <summary>Discount γ of that return.</summary>
    public required float Gamma { get; init; }
}
