using GpuAc.Training.Algorithms;
using GpuAc.Training.Recordings;

namespace GpuAc.Training.Recipes;

/// <summary>Settings that are known to work for a task.</summary>
public sealed record Recipe
{
    /// <summary>Unique name, such as <c>ppo-cartpole</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Environment that it is for.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>What it does and why, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Algorithm and its settings.</summary>
    public required TrainerConfig Config { get; init; }

    /// <summary>When to stop.</summary>
    public required TrainingGoal Goal { get; init; }

    /// <summary>
    /// Whether the run folder gets recordings of the episodes that <see cref="RecordingSchedule"/> names; for rollouts of whole
    /// episodes.
    /// </summary>
    public bool RecordEpisodes { get; init; }
}
