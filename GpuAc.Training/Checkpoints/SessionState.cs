using GpuAc.Policies.Networks;

namespace GpuAc.Training.Checkpoints;

/// <summary>What a training session remembers from one iteration to the next.</summary>
public sealed record SessionState
{
    /// <summary>Seconds that training has taken so far, evaluations included.</summary>
    public required double Seconds { get; init; }

    /// <summary>True once the goal is reached, so that there is nothing left to train.</summary>
    public bool ReachedGoal { get; init; }

    /// <summary>True when an evaluation that was due after the last iteration was cut short, and is to be made first.</summary>
    public bool EvaluationIsDue { get; init; }

    /// <summary>Episodes of training that have ended.</summary>
    public long Episodes { get; init; }

    /// <summary>Sum of the returns of the episodes that the goal looks back over.</summary>
    public double RecentReturnSum { get; init; }

    /// <summary>Of the last iterations that had such episodes: how many, and their mean return.</summary>
    public IReadOnlyList<(long Episodes, double MeanReturn)> Recent { get; init; } = [];

    /// <summary>The policy with the best evaluation so far, or null before the first.</summary>
    public PolicySnapshot? Best { get; init; }

    /// <summary>Its evaluation's mean return.</summary>
    public double BestMeanReturn { get; init; }

    /// <summary>Standard deviation of that evaluation's returns.</summary>
    public double BestStdReturn { get; init; }

    /// <summary>Episodes of that evaluation.</summary>
    public int BestEpisodes { get; init; }
}
