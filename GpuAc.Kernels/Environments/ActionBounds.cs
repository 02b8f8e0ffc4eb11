using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Environments;

/// <summary>The bounds of an environment's action dimensions, for CPU workers; none where actions are discrete.</summary>
internal struct ActionBounds<F>
    where F : struct, IFloatLane<F>
{
    // Fields, since an indexer of a read-only one would copy.
    private Components<F> low;
    private Components<F> high;

    /// <summary>Those of an action space.</summary>
    public ActionBounds(ActionSpace actions)
    {
        if (actions is not BoxSpace box)
            return;
        Count = box.Dimensions.Count;
        for (int i = 0; i < Count; i++)
        {
            low[i] = F.Of(box.Dimensions[i].Low);
            high[i] = F.Of(box.Dimensions[i].High);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Lowest value of a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public F Low(int dimension) => low[dimension];

    /// <summary>Highest value of a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public F High(int dimension) => high[dimension];
}
