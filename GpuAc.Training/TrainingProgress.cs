using GpuAc.Training.Algorithms;

namespace GpuAc.Training;

/// <summary>What an observer of a run is told after every iteration.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The iteration.</summary>
    public required IterationMetrics Metrics { get; init; }

    /// <summary>Environment steps planned.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>Seconds since training began, evaluations included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The evaluation made after this iteration, or null.</summary>
    public required EvaluationResult? Evaluation { get; init; }

    /// <summary>Environment steps per second since training began.</summary>
    public double EnvStepsPerSecond => Seconds > 0 ? Metrics.EnvSteps / Seconds : 0;
}
