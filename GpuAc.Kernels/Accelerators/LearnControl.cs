using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>What the kernels of an iteration's epochs tell each other, and at its end the host.</summary>
internal static class LearnControl
{
    /// <summary>Not 0 once nothing more is to be learnt in this iteration.</summary>
    public const int Stop = 0;

    /// <summary>Epochs done.</summary>
    public const int Epochs = 1;

    /// <summary>Not 0 when the norm of a gradient was not finite.</summary>
    public const int BadNorm = 2;

    /// <summary>Not 0 when a weight was not finite after an update.</summary>
    public const int BadWeight = 3;

    /// <summary>Number of values.</summary>
    public const int Length = 4;

    /// <summary>Begins an iteration.</summary>
    public static void Begin(Index1D index, ArrayView<int> control) => control[index] = 0;

    /// <summary>Ends an epoch: counts it, and stops when the sum of its KL estimates exceeds a limit.</summary>
    /// <param name="index">One thread.</param>
    /// <param name="control">The values.</param>
    /// <param name="sums">Sums of the learn kernel's statistics; see <see cref="ColumnSums"/>.</param>
    /// <param name="limit">Limit; +∞ for never.</param>
    public static void EndEpoch(Index1D index, ArrayView<int> control, ArrayView<float> sums, float limit)
    {
        if (control[Stop] != 0)
            return;
        control[Epochs] = control[Epochs] + 1;
        if (sums[2 * LearnKernel.ApproxKl] + sums[(2 * LearnKernel.ApproxKl) + 1] > limit)
            control[Stop] = 1;
    }
}
