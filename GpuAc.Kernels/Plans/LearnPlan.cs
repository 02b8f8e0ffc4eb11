using GpuAc.Kernels.Optimizers;

namespace GpuAc.Kernels.Plans;

/// <summary>How to learn from one rollout.</summary>
public readonly record struct LearnPlan
{
    /// <summary>A plan to fill in.</summary>
    public LearnPlan()
    {
    }

    /// <summary>Passes over the rollout.</summary>
    public required int NumEpochs { get; init; }

    /// <summary>
    /// Samples per gradient step: the rollout size, which stands for all samples that count, or a multiple of 64 that divides it.
    /// </summary>
    public required long MinibatchSize { get; init; }

    /// <summary>Optimiser and its settings.</summary>
    public required OptimizerConfig Optimizer { get; init; }

    /// <summary>Step size of the critic's own layers, in units of the optimiser's.</summary>
    public float CriticRateScale { get; init; } = 1;

    /// <summary>Largest global norm of a gradient; +∞ for no clipping.</summary>
    public required float MaxGradNorm { get; init; }

    /// <summary>Stop the epochs early when the mean KL estimate of one exceeds 1.5 times this; 0 for never.</summary>
    public float TargetKl { get; init; }
}
