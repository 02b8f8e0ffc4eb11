using GpuAc.Lanes;

namespace GpuAc.Kernels.Optimizers;

/// <summary>One parameter's update from its gradient.</summary>
internal interface IOptimizerRule
{
    /// <summary>Updates a parameter and its two moments in place (a rule with fewer leaves the others alone).</summary>
    /// <param name="step">The numbers of this update.</param>
    /// <param name="gradient">Gradient, already clipped.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="firstMoment">Adam's m, or the momentum buffer.</param>
    /// <param name="secondMoment">Adam's or RMSProp's v.</param>
    static abstract void Update<F>(in OptimizerStep step, F gradient, ref F parameter, ref F firstMoment, ref F secondMoment)
        where F : struct, IFloatLane<F>;
}

/// <summary>The numbers of one optimiser update; plain, so that kernels can take it.</summary>
internal readonly struct OptimizerStep
{
    /// <summary>Step size of this update.</summary>
    public float LearningRate { get; init; }

    /// <summary>Decay of the first moment, or the momentum.</summary>
    public float Beta1 { get; init; }

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; init; }

    /// <summary>Added to the root of the second moment.</summary>
    public float Epsilon { get; init; }

    /// <summary>Decoupled weight decay (AdamW) or L2 penalty (the others).</summary>
    public float WeightDecay { get; init; }

    /// <summary>1/(1 − β1^t), Adam's first bias correction.</summary>
    public float BiasCorrection1 { get; init; }

    /// <summary>1/(1 − β2^t), Adam's second bias correction.</summary>
    public float BiasCorrection2 { get; init; }
}
