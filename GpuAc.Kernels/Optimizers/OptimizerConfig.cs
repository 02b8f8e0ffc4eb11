namespace GpuAc.Kernels.Optimizers;

/// <summary>Which optimiser, and its settings. The rules and the meaning of each setting are PyTorch's.</summary>
public sealed record OptimizerConfig
{
    /// <summary>Rule.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>Step size at the start, above 0. Default 3e-4 (Stable-Baselines3's PPO).</summary>
    public float LearningRate { get; init; } = 3e-4f;

    /// <summary>How the learning rate moves over training.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Step size that a linear schedule ends at, at least 0; unused by a constant one.</summary>
    public float FinalLearningRate { get; init; }

    /// <summary>Adam's decay of the first moment, in [0, 1).</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Adam's decay of the second moment, in [0, 1).</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>RMSProp's decay of the mean square, in [0, 1); PyTorch's <c>alpha</c>.</summary>
    public float RmsDecay { get; init; } = 0.99f;

    /// <summary>Momentum of RMSProp and SGD, in [0, 1).</summary>
    public float Momentum { get; init; }

    /// <summary>Added to the root of the second moment, above 0. Default 1e-5 (Stable-Baselines3 and CleanRL); PyTorch's is 1e-8.</summary>
    public float Epsilon { get; init; } = 1e-5f;

    /// <summary>
    /// Weight decay, at least 0: decoupled for AdamW (the parameter shrinks by learning rate × decay), an L2 penalty added to the gradient
    /// for the others. Default 0, also for AdamW, where PyTorch's is 0.01.
    /// </summary>
    public float WeightDecay { get; init; }

    /// <summary>Every fault found, each naming the setting, its value and what is allowed; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (!Enum.IsDefined(Kind))
            faults.Add($"'optimizer' {KnownValues.Rule<OptimizerKind>()}, but is {Kind}.");
        if (!Enum.IsDefined(Schedule))
            faults.Add($"'learningRateSchedule' {KnownValues.Rule<LearningRateSchedule>()}, but is {Schedule}.");
        RequirePositive(faults, "learningRate", LearningRate);
        RequireNotNegative(faults, "finalLearningRate", FinalLearningRate);
        RequireFraction(faults, "beta1", Beta1);
        RequireFraction(faults, "beta2", Beta2);
        RequireFraction(faults, "rmsDecay", RmsDecay);
        RequireFraction(faults, "momentum", Momentum);
        RequirePositive(faults, "epsilon", Epsilon);
        RequireNotNegative(faults, "weightDecay", WeightDecay);
        return faults;
    }

    /// <summary>The learning rate after a share of training.</summary>
    /// <param name="progress">Fraction of training completed, 0 at the first update, 1 at the end; held to [0, 1].</param>
    public float LearningRateAt(double progress)
    {
        double done = Math.Clamp(progress, 0, 1);
        return Schedule switch
        {
            LearningRateSchedule.Constant => LearningRate,
            LearningRateSchedule.Linear => (float)(LearningRate * (1 - done) + FinalLearningRate * done),
            _ => throw KnownValues.Unknown(Schedule),
        };
    }

    /// <summary>The numbers of one update.</summary>
    /// <param name="update">Number of this update, counted from 1 over the whole training (epochs and minibatches included).</param>
    /// <param name="progress">Fraction of training completed, for the schedule.</param>
    /// <remarks>
    /// The bias corrections 1/(1 − βᵗ) are computed in double precision: in float32, 1 − βᵗ of early updates loses digits.
    /// </remarks>
    internal OptimizerStep CreateStep(long update, double progress)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(update, 1);
        bool isAdam = Kind switch
        {
            OptimizerKind.Adam or OptimizerKind.AdamW => true,
            OptimizerKind.RMSProp or OptimizerKind.Sgd => false,
            _ => throw KnownValues.Unknown(Kind),
        };
        return new OptimizerStep
        {
            LearningRate = LearningRateAt(progress),
            Beta1 = isAdam ? Beta1 : Momentum,
            Beta2 = isAdam ? Beta2 : RmsDecay,
            Epsilon = Epsilon,
            WeightDecay = WeightDecay,
            BiasCorrection1 = isAdam ? BiasCorrection(Beta1, update) : 1,
            BiasCorrection2 = isAdam ? BiasCorrection(Beta2, update) : 1,
        };
    }

    private static float BiasCorrection(float beta, long update) => (float)(1 / (1 - Math.Pow(beta, update)));

    private static void RequirePositive(List<string> faults, string name, float value)
    {
        if (!(value > 0 && float.IsFinite(value)))
            faults.Add($"'{name}' must be above 0 and finite, but is {value}.");
    }

    private static void RequireNotNegative(List<string> faults, string name, float value)
    {
        if (!(value >= 0 && float.IsFinite(value)))
            faults.Add($"'{name}' must be at least 0 and finite, but is {value}.");
    }

    private static void RequireFraction(List<string> faults, string name, float value)
    {
        if (!(value >= 0 && value < 1))
            faults.Add($"'{name}' must be in [0, 1), but is {value}.");
    }
}
