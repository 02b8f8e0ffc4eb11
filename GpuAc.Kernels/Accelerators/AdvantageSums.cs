using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// The sums over a rollout that moments of advantages and returns are made from; returns relative to a shift, to keep digits.
/// </summary>
internal static class AdvantageSums
{
    /// <summary>Index of Σ A, Σ A², Σ (R − shift), Σ (R − shift)².</summary>
    public const int Advantage = 0, AdvantageSquare = 1, Return = 2, ReturnSquare = 3;

    /// <summary>Number of sums.</summary>
    public const int Count = 4;

    /// <summary>What brings the advantages to mean 0 and deviation 1.</summary>
    /// <param name="sums">Each sum and what rounding took from it; see <see cref="ColumnSums"/>.</param>
    /// <param name="samples">Samples that count.</param>
    public static AdvantageScale Scale(ArrayView<float> sums, float samples)
    {
        float sum = Total(sums, Advantage), distance = BatchMoments.SquaredDistance(samples, sum, Total(sums, AdvantageSquare));
        return AdvantageScale.Of(BatchMoments.Mean(samples, 0f, sum), MathF.Sqrt(distance / samples));
    }

    private static float Total(ArrayView<float> sums, int index) => sums[2 * index] + sums[(2 * index) + 1];
}
