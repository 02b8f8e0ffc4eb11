namespace GpuAc.Kernels.Statistics;

/// <summary>Moments of a rollout's advantages and returns.</summary>
public readonly struct AdvantageStatistics
{
    /// <summary>Mean advantage.</summary>
    public double Mean { get; init; }

    /// <summary>Standard deviation of the advantages, divided by N.</summary>
    public double StandardDeviation { get; init; }

    /// <summary>1 − Var(return − value) / Var(return): 1 for a perfect critic, 0 for a constant one.</summary>
    public double ExplainedVariance { get; init; }

    /// <summary>Made from moments.</summary>
    /// <param name="advantages">Of the advantages.</param>
    /// <param name="returns">Of the returns.</param>
    public static AdvantageStatistics Of(in RunningMoments advantages, in RunningMoments returns) => new()
    {
        Mean = advantages.Mean,
        StandardDeviation = Math.Sqrt(advantages.Variance),
        // return − value is the advantage, for every estimator here.
        ExplainedVariance = returns.Variance > 0 ? 1 - (advantages.Variance / returns.Variance) : double.NaN,
    };
}
