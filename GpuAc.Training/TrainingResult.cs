using GpuAc.Policies.Networks;
using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>How a run ended.</summary>
public sealed record TrainingResult
{
    /// <summary>The policy with the best evaluation when there were evaluations, otherwise the last one.</summary>
    public required PolicySnapshot Policy { get; init; }

    /// <summary>Environment steps taken.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Seconds that training took, evaluations included.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Episodes of training that ended.</summary>
    public long Episodes { get; init; }

    /// <summary>
    /// True when an evaluation reached <see cref="TrainingGoal.StopAtReturn"/>, or training <see
    /// cref="TrainingGoal.StopAboveTrainingReturn"/>.
    /// </summary>
    public required bool ReachedGoal { get; init; }

    /// <summary>True when the run was cancelled before its end.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>
    /// Why training stopped when it diverged, or its device or environment failed, or null. <see cref="Policy"/> is then the
    /// best or last one with finite weights.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>True when it was the device that failed.</summary>
    public bool DeviceFailed { get; init; }

    /// <summary>The evaluation of <see cref="Policy"/>, or null when there was none.</summary>
    public required EvaluationResult? Evaluation { get; init; }
}
