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
        float mean = (sums[2 * Advantage] + sums[(2 * Advantage) + 1]) / samples;
        float variance = ((sums[2 * AdvantageSquare] + sums[(2 * AdvantageSquare) + 1]) / samples) - (mean * mean);
        float deviation = MathF.Sqrt(variance > 0f ? variance : 0f);
        return new AdvantageScale { Shift = mean, Factor = 1f / (deviation + 1e-8f) };
    }
}
