using GpuAc.Kernels.Returns;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// A rollout in device memory, <c>[row][sample]</c> with sample = time step × environments + environment, so that neighbouring threads
/// touch neighbouring values.
/// </summary>
internal struct SampleRows
{
    /// <summary>All values.</summary>
    public ArrayView<float> Values;

    /// <summary>Number of samples.</summary>
    public long Samples;

    /// <summary>Components of an observation; their rows come first.</summary>
    public int Observations;

    /// <summary>Components of an action; their rows come next.</summary>
    public int ActionComponents;

    /// <summary>Row of the log-probability of the action when it was taken.</summary>
    public readonly int LogProb => Observations + ActionComponents;

    /// <summary>Row of the value estimate when the action was taken.</summary>
    public readonly int Value => LogProb + 1;

    /// <summary>Row of the advantage.</summary>
    public readonly int Advantage => LogProb + 2;

    /// <summary>Row of the value target.</summary>
    public readonly int Return => LogProb + 3;

    /// <summary>Row of the reward.</summary>
    public readonly int Reward => LogProb + 4;

    /// <summary>Row of how the step left its episode; see <see cref="EpisodeEnd"/>.</summary>
    public readonly int End => LogProb + 5;

    /// <summary>Row of V of the true final observation, where the step was truncated.</summary>
    public readonly int FinalValue => LogProb + 6;

    /// <summary>Number of rows.</summary>
    public static int Count(int observations, int actionComponents) => observations + actionComponents + 7;

    /// <summary>One value.</summary>
    public readonly float Get(int row, long sample) => Values[(row * Samples) + sample];

    /// <summary>Stores one value.</summary>
    public readonly void Set(int row, long sample, float value) => Values[(row * Samples) + sample] = value;
}
