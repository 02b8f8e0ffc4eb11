using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Training.Rollouts;

/// <summary>The bounds of an environment's action dimensions, for CPU workers; none where actions are discrete.</summary>
internal struct ActionBounds<F>
    where F : struct, IFloatLane<F>
{
    private readonly int count;
    private Components<F> low;
    private Components<F> high;

    /// <summary>Those of an action space.</summary>
    public ActionBounds(ActionSpace actions)
    {
        if (actions is not BoxSpace box)
            return;
        count = box.Dimensions.Count;
        for (int i = 0; i < count; i++)
        {
            low[i] = F.Of(box.Dimensions[i].Low);
            high[i] = F.Of(box.Dimensions[i].High);
        }
    }

    /// <summary>Reads them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Read(ref Components<F> lowest, ref Components<F> highest)
    {
        for (int i = 0; i < count; i++)
        {
            lowest[i] = low[i];
            highest[i] = high[i];
        }
    }
}
