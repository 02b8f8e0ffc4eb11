using GpuAc.Kernels.Statistics;

namespace GpuAc.Kernels.Updates;

/// <summary>What is done to each advantage before learning: subtract, then multiply.</summary>
internal struct AdvantageScale
{
    /// <summary>Subtracted.</summary>
    public float Shift;

    /// <summary>Multiplied by.</summary>
    public float Factor;

    /// <summary>Leaves advantages as they are.</summary>
    public static AdvantageScale None => new() { Factor = 1f };

    /// <summary>Brings advantages to mean 0 and deviation 1.</summary>
    public static AdvantageScale Of(in AdvantageStatistics advantages) =>
        new() { Shift = (float)advantages.Mean, Factor = (float)(1 / (advantages.StandardDeviation + 1e-8)) };
}
