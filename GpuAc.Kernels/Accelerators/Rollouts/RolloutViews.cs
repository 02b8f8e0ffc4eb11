using GpuAc.Kernels.Statistics;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>What the rollout kernels read and write.</summary>
internal struct RolloutViews
{
    /// <summary>All layers.</summary>
    public ArrayView<KernelLayer> Layers;

    /// <summary>Parameters.</summary>
    public ArrayView<Float4> Parameters;

    /// <summary>Receives what learning needs.</summary>
    public SampleRows Rollout;

    /// <summary>What environments carry from one rollout to the next, [row][environments, whole groups of them].</summary>
    public ArrayView<float> Environments;

    /// <summary>
    /// Normalised final observations of truncated episodes, then those that the rollout ends with, [slot][component][environment].
    /// </summary>
    public ArrayView<float> Finals;

    /// <summary>Time step of each final observation or −1, [slot][environment].</summary>
    public ArrayView<int> FinalSteps;

    /// <summary>V of the observations that the rollout ends with.</summary>
    public ArrayView<float> LastValues;

    /// <summary>Steps of the rollout that count, of each environment.</summary>
    public ArrayView<int> Lengths;

    /// <summary>Mean, scale, then shift of each observation component; see <see cref="ObservationNormalizer"/>.</summary>
    public ArrayView<float> Normalizer;

    /// <summary>Lower, then upper bound of each action dimension; empty for discrete actions.</summary>
    public ArrayView<float> Bounds;

    /// <summary>What changes from rollout to rollout.</summary>
    public ArrayView<RolloutClock> Clock;

    /// <summary>Sums of each group, [group][<see cref="RolloutShape.Sums"/>].</summary>
    public ArrayView<float> Sums;

    /// <summary>The first value found that is not finite; see <see cref="NonFinite"/>.</summary>
    public ArrayView<int> Fault;

    /// <summary>One tile per group, where shared memory is too small; otherwise empty.</summary>
    public ArrayView<Float4> Scratch;
}

/// <summary>What changes from rollout to rollout.</summary>
internal struct RolloutClock
{
    /// <summary>Steps that all environments have taken since the run's start.</summary>
    public ulong FirstStep;

    /// <summary>What rewards are multiplied by before learning.</summary>
    public float RewardScale;

    /// <summary>What is subtracted from the discounted returns that reward scaling tracks, before they are summed.</summary>
    public float ReturnShift;
}

/// <summary>The numbers of a rollout that never change.</summary>
internal struct RolloutNumbers
{
    /// <summary>Environments.</summary>
    public int NumEnvs;

    /// <summary>Index of the first, for randomness.</summary>
    public int FirstEnvironment;

    /// <summary>Environments rounded up to whole groups: the distance between rows.</summary>
    public int Stride;

    /// <summary>Time steps.</summary>
    public int NumSteps;

    /// <summary>Final observations kept of one environment, that of the rollout's end not counted.</summary>
    public int Truncations;

    /// <summary>Seed of the run.</summary>
    public ulong Seed;

    /// <summary>Discount γ of the return that reward scaling tracks.</summary>
    public float Gamma;

    /// <summary>Dimensions of a continuous action; 0 for discrete actions.</summary>
    public int Bounds;

    /// <summary>1 to start the clocks of first episodes anywhere.</summary>
    public int StaggerStarts;
}
