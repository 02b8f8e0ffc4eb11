using GpuAc.ML.Schema;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.ML.Training;

/// <summary>What training from ML.NET is done with in addition to the algorithm's settings.</summary>
public sealed record ReinforcementOptions
{
    /// <summary>Seed, device and threads.</summary>
    public TrainerOptions Trainer { get; init; } = new();

    /// <summary>When to stop early, or null for what the environment's recipe says.</summary>
    public TrainingGoal? Goal { get; init; }

    /// <summary>Episodes that the policy plays at the end, for the record in its metadata; at least 1.</summary>
    public int EvaluationEpisodes { get; init; } = 100;

    /// <summary>Names of the columns that the transform reads and adds.</summary>
    public PolicyColumns Columns { get; init; } = new();

    /// <summary>Told after every iteration, on the training thread; or null.</summary>
    public IProgress<TrainingProgress>? Observer { get; init; }
}
