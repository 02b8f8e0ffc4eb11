using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Decides on the device whether another epoch follows, so that the host need not wait for the answer.</summary>
internal static class StopKernel
{
    /// <summary>Values of the control buffer: stop, and epochs done.</summary>
    public const int Length = 2;

    /// <summary>Begins an iteration.</summary>
    public static void Begin(Index1D index, ArrayView<int> control)
    {
        control[0] = 0;
        control[1] = 0;
    }

    /// <summary>Ends an epoch: counts it, and stops when its mean KL estimate exceeds a limit.</summary>
    /// <param name="index">One thread.</param>
    /// <param name="control">Control buffer.</param>
    /// <param name="sums">Sums of the learn kernel's statistics.</param>
    /// <param name="klColumn">Column of the KL estimate.</param>
    /// <param name="limit">Limit on the sum; +∞ for never.</param>
    public static void EndEpoch(Index1D index, ArrayView<int> control, ArrayView<float> sums, int klColumn, float limit)
    {
        if (control[0] != 0)
            return;
        control[1] = control[1] + 1;
        if (sums[2 * klColumn] + sums[(2 * klColumn) + 1] > limit)
            control[0] = 1;
    }
}
