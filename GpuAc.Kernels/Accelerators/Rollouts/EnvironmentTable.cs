using GpuAc.Kernels.Environments;
using GpuAc.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>
/// What environments carry from launch to launch, [row][environments, whole groups of them]: the state's rows, then the steps taken in the
/// episode, then its return so far.
/// </summary>
internal struct EnvironmentTable
{
    /// <summary>All values.</summary>
    public ArrayView<float> Values;

    /// <summary>Environments rounded up to whole groups: the distance between rows.</summary>
    public int Stride;

    /// <summary>Components of the state.</summary>
    public int StateSize;

    /// <summary>Reads what an environment carries; not its observation.</summary>
    public readonly void Load(int environment, ref EnvironmentLanes<Lane1> into)
    {
        for (int k = 0; k < StateSize; k++)
            into.State[k] = new Lane1(Values[(k * Stride) + environment]);
        into.Elapsed = new Lane1(Values[(StateSize * Stride) + environment]);
        into.EpisodeReturn = new Lane1(Values[((StateSize + 1) * Stride) + environment]);
    }

    /// <summary>Writes it.</summary>
    public readonly void Store(ref EnvironmentLanes<Lane1> from, int environment)
    {
        for (int k = 0; k < StateSize; k++)
            Values[(k * Stride) + environment] = from.State[k].Value;
        Values[(StateSize * Stride) + environment] = from.Elapsed.Value;
        Values[((StateSize + 1) * Stride) + environment] = from.EpisodeReturn.Value;
    }
}
