using GpuAc.Kernels.Statistics;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// What one iteration of training (acting, and what was learnt from it) reports. What an algorithm does not have is NaN. Losses of
/// on-policy algorithms are means over samples of the last epoch, those of off-policy algorithms over the iteration's updates.
/// </summary>
public readonly record struct IterationMetrics
{
    /// <summary>Metrics that hold nothing but NaN, to be filled in.</summary>
    public IterationMetrics()
    {
    }

    /// <summary>Number of this iteration, from 1.</summary>
    public required long Iteration { get; init; }

    /// <summary>Environment steps so far.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Episodes that ended in this iteration.</summary>
    public required long Episodes { get; init; }

    /// <summary>Their mean return, unscaled; NaN when none ended.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>Their mean length in steps; NaN when none ended.</summary>
    public required double MeanLength { get; init; }

    /// <summary>Mean policy loss.</summary>
    public double PolicyLoss { get; init; } = double.NaN;

    /// <summary>Mean value loss ½(V − R)².</summary>
    public double ValueLoss { get; init; } = double.NaN;

    /// <summary>Mean entropy of the policy, in nats.</summary>
    public double Entropy { get; init; } = double.NaN;

    /// <summary>Mean estimate of KL(old policy ‖ new policy), in nats.</summary>
    public double ApproxKl { get; init; } = double.NaN;

    /// <summary>Share of the samples whose probability ratio was clipped.</summary>
    public double ClipFraction { get; init; } = double.NaN;

    /// <summary>Share of the returns' variance that the critic explains.</summary>
    public double ExplainedVariance { get; init; } = double.NaN;

    /// <summary>Mean global norm of the gradients before clipping.</summary>
    public double GradientNorm { get; init; } = double.NaN;

    /// <summary>Learning rate of this iteration.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>Mean loss of the actor that follows its critics, such as −Q.</summary>
    public double ActorLoss { get; init; } = double.NaN;

    /// <summary>Mean squared error ½(Q − y)² of the critics.</summary>
    public double CriticLoss { get; init; } = double.NaN;

    /// <summary>Mean Q that the first critic gives to actions from replay.</summary>
    public double MeanQ { get; init; } = double.NaN;

    /// <summary>Temperature α, the weight of the entropy.</summary>
    public double Temperature { get; init; } = double.NaN;

    /// <summary>Scale of exploration: ε of epsilon-greedy.</summary>
    public double Exploration { get; init; } = double.NaN;

    /// <summary>Seconds of every phase since training began.</summary>
    public required PhaseTimes Times { get; init; }
}
