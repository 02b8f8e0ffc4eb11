namespace GpuAc.Training.Recipes;

/// <summary>When a run ends before its planned number of steps, and how that is found out.</summary>
public sealed record TrainingGoal
{
    /// <summary>Mean evaluation return to stop at, or null to take all planned steps.</summary>
    public float? StopAtReturn { get; init; }

    /// <summary>
    /// Iterations between evaluations, at least 1; 0 for none. Only a run with evaluations can stop early or keep its best policy.
    /// </summary>
    public int EvaluationInterval { get; init; }

    /// <summary>Episodes of an evaluation, at least 1.</summary>
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>
    /// Mean return of the last <see cref="TrainingEpisodes"/> episodes of training above which to stop, or null for none.
    /// </summary>
    public float? StopAboveTrainingReturn { get; init; }

    /// <summary>Episodes of training that <see cref="StopAboveTrainingReturn"/> looks back over, at least 1.</summary>
    public int TrainingEpisodes { get; init; } = 100;

    /// <summary>Episodes of training after which to stop, at least 1, or null for any number.</summary>
    public long? MaxEpisodes { get; init; }

    /// <summary>Every fault found; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (StopAtReturn is { } target && !float.IsFinite(target))
            faults.Add($"'stopAt' must be finite, but is {target}.");
        if (EvaluationInterval < 0)
            faults.Add($"'evaluationInterval' must be at least 0, but is {EvaluationInterval}.");
        if (StopAtReturn != null && EvaluationInterval == 0)
            faults.Add("'stopAt' needs evaluations to compare with: set 'evaluationInterval' to 1 or more.");
        if (EvaluationEpisodes < 1)
            faults.Add($"'evaluationEpisodes' must be at least 1, but is {EvaluationEpisodes}.");
        if (StopAboveTrainingReturn is { } above && !float.IsFinite(above))
            faults.Add($"'stopAboveTrainingReturn' must be finite, but is {above}.");
        if (TrainingEpisodes < 1)
            faults.Add($"'trainingEpisodes' must be at least 1, but is {TrainingEpisodes}.");
        if (MaxEpisodes < 1)
            faults.Add($"'maxEpisodes' must be at least 1, but is {MaxEpisodes}.");
        return faults;
    }
}
