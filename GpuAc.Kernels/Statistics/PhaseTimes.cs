namespace GpuAc.Kernels.Statistics;

/// <summary>Seconds that the phases of training took.</summary>
public readonly record struct PhaseTimes
{
    /// <summary>Acting and stepping environments.</summary>
    public double RolloutSeconds { get; init; }

    /// <summary>Estimating returns and advantages.</summary>
    public double ScanSeconds { get; init; }

    /// <summary>Forward, loss and backward over minibatches.</summary>
    public double LearnSeconds { get; init; }

    /// <summary>Summing gradients, clipping and updating parameters.</summary>
    public double OptimizeSeconds { get; init; }

    /// <summary>All phases together.</summary>
    public double TotalSeconds => RolloutSeconds + ScanSeconds + LearnSeconds + OptimizeSeconds;

    /// <summary>The sum, phase by phase.</summary>
    public static PhaseTimes operator +(PhaseTimes left, PhaseTimes right) => new()
    {
        RolloutSeconds = left.RolloutSeconds + right.RolloutSeconds,
        ScanSeconds = left.ScanSeconds + right.ScanSeconds,
        LearnSeconds = left.LearnSeconds + right.LearnSeconds,
        OptimizeSeconds = left.OptimizeSeconds + right.OptimizeSeconds,
    };
}
