using GpuAc.Training.OnPolicy;

namespace GpuAc.Training;

/// <summary>What one iteration of training (a rollout and what was learnt from it) reports. Losses are means over samples of the last epoch.</summary>
public readonly record struct IterationMetrics
{
    /// <summary>Number of this iteration, from 1.</summary>
    public required long Iteration { get; init; }

    /// <summary>Environment steps so far.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Episodes that ended in this iteration's rollout.</summary>
    public required long Episodes { get; init; }

    /// <summary>Their mean return, unscaled; NaN when none ended.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>Their mean length in steps; NaN when none ended.</summary>
    public required double MeanLength { get; init; }

    /// <summary>Mean policy loss.</summary>
    public required double PolicyLoss { get; init; }

    /// <summary>Mean value loss ½(V − R)².</summary>
    public required double ValueLoss { get; init; }

    /// <summary>Mean entropy of the policy, in nats.</summary>
    public required double Entropy { get; init; }

    /// <summary>Mean estimate of KL(old policy ‖ new policy), in nats.</summary>
    public required double ApproxKl { get; init; }

    /// <summary>Share of the samples whose probability ratio was clipped.</summary>
    public required double ClipFraction { get; init; }

    /// <summary>Share of the returns' variance that the critic explains.</summary>
    public required double ExplainedVariance { get; init; }

    /// <summary>Mean global norm of the gradients before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Learning rate of this iteration.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Seconds of every phase since training began.</summary>
    public required PhaseTimes Times { get; init; }
}
