using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Updates;

/// <summary>What is done to each advantage before learning: subtract, then multiply.</summary>
internal struct AdvantageScale
{
    /// <summary>Added to the deviation, so that advantages which are all the same do not divide by 0. Stable-Baselines3's.</summary>
    private const double Epsilon = 1e-8;

    /// <summary>Subtracted.</summary>
    public float Shift;

    /// <summary>Multiplied by.</summary>
    public float Factor;

    /// <summary>Leaves advantages as they are.</summary>
    public static AdvantageScale None => new() { Factor = 1f };

    /// <summary>Brings advantages to mean 0 and deviation 1.</summary>
    public static AdvantageScale Of(in AdvantageStatistics advantages) =>
        new() { Shift = (float)advantages.Mean, Factor = (float)(1 / (advantages.StandardDeviation + Epsilon)) };

    /// <summary>The same in float32, for kernels.</summary>
    public static AdvantageScale Of(float mean, float deviation) => new() { Shift = mean, Factor = 1f / (deviation + (float)Epsilon) };
}
