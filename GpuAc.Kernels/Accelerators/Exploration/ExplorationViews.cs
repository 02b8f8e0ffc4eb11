using GpuAc.Kernels.Accelerators.OffPolicy;
using GpuAc.Kernels.Accelerators.Rollouts;
using GpuAc.Kernels.OffPolicy;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.Exploration;

/// <summary>What the exploration kernel is compiled for.</summary>
internal readonly record struct ExplorationShape
{
    /// <summary>The actor's tile.</summary>
    public required TileShape Tile { get; init; }

    /// <summary>Components of the environment's state.</summary>
    public required int StateSize { get; init; }

    /// <summary>Uniforms that a start state takes.</summary>
    public required int ResetUniforms { get; init; }

    /// <summary>Time limit.</summary>
    public required int MaxEpisodeSteps { get; init; }

    /// <summary>Row of the steps taken in the episode, in the table that environments are kept in; the state's rows come first.</summary>
    public int Elapsed => StateSize;

    /// <summary>Row of the episode's return so far.</summary>
    public int EpisodeReturn => StateSize + 1;

    /// <summary>First row of the noise's state.</summary>
    public int Noise => StateSize + 2;

    /// <summary>Rows of that table.</summary>
    public int Rows => Noise + Tile.ActionComponents;
}

/// <summary>What the exploration kernels read and write.</summary>
internal struct ExplorationViews
{
    /// <summary>Layers of the shared body, if any, then of the actor.</summary>
    public ArrayView<KernelLayer> Layers;

    /// <summary>Parameters.</summary>
    public ArrayView<Float4> Parameters;

    /// <summary>See <see cref="RunClock"/>.</summary>
    public ArrayView<long> Clock;

    /// <summary>Probability of a random action in every time step of the iteration.</summary>
    public ArrayView<float> Epsilon;

    /// <summary>Receives the transitions.</summary>
    public ReplayRecords Replay;

    /// <summary>What environments carry from one step to the next, [row][environments, whole groups of them].</summary>
    public ArrayView<float> Environments;

    /// <summary>Lower, then upper bound of each action dimension.</summary>
    public ArrayView<float> Bounds;

    /// <summary>Episodes that ended, their returns and lengths, [environment][3]; accumulated.</summary>
    public ArrayView<float> Episodes;

    /// <summary>See <see cref="NonFinite"/>.</summary>
    public ArrayView<int> Fault;

    /// <summary>See <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;

    /// <summary>One tile per group, where shared memory is too small; otherwise next to nothing.</summary>
    public ArrayView<Float4> Scratch;
}

/// <summary>The numbers of one time step.</summary>
internal struct ExplorationNumbers
{
    /// <summary>Environments.</summary>
    public int NumEnvs;

    /// <summary>Environments rounded up to whole groups.</summary>
    public int Stride;

    /// <summary>Time step, counted from the iteration's beginning; the kernel adds <see cref="ExplorationViews.Clock"/>.</summary>
    public long Step;

    /// <summary>Seed of the run.</summary>
    public ulong Seed;

    /// <summary>How to explore; the kernel fills in <see cref="ExplorationViews.Epsilon"/>.</summary>
    public ExplorationStep Exploration;
}
