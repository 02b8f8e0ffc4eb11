namespace GpuAc.Kernels.Statistics;

/// <summary>What a rollout reports: the episodes that ended in it.</summary>
public struct RolloutStatistics
{
    /// <summary>Environment steps taken: steps × environments, or those of the episodes where rollouts are whole episodes.</summary>
    public long Steps;

    /// <summary>Episodes that ended.</summary>
    public long Episodes;

    /// <summary>Sum of their returns, unscaled.</summary>
    public double ReturnSum;

    /// <summary>Sum of their lengths, in steps.</summary>
    public double LengthSum;

    /// <summary>Mean return of the episodes that ended; NaN when none did.</summary>
    public readonly double MeanReturn => Episodes == 0 ? double.NaN : ReturnSum / Episodes;

    /// <summary>Mean length of the episodes that ended; NaN when none did.</summary>
    public readonly double MeanLength => Episodes == 0 ? double.NaN : LengthSum / Episodes;
}
