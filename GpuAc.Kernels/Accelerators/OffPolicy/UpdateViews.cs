using GpuAc.Kernels.Updates;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>What the update kernel reads and writes.</summary>
internal struct UpdateViews
{
    /// <summary>The critics' program, then the actor's.</summary>
    public ArrayView<TileStep> Program;

    /// <summary>Online parameters, then those of the target networks.</summary>
    public ArrayView<Float4> Parameters;

    /// <summary>One partial gradient per group.</summary>
    public ArrayView<Float4> Partials;

    /// <summary>What to learn from.</summary>
    public ReplayRecords Replay;

    /// <summary>
    /// The bytes of the update, with its coefficients. They go through memory, since launchers take only types that are public.
    /// </summary>
    public ArrayView<byte> Update;

    /// <summary>See <see cref="RunClock"/>.</summary>
    public ArrayView<long> Clock;

    /// <summary>See <see cref="TemperatureState"/>.</summary>
    public ArrayView<float> Temperature;

    /// <summary>Two sums per group; see <see cref="UpdateKernel"/>.</summary>
    public ArrayView<float> Sums;

    /// <summary>See <see cref="LearnControl"/>.</summary>
    public ArrayView<int> Control;

    /// <summary>One tile per group, where shared memory is too small; otherwise next to nothing.</summary>
    public ArrayView<Float4> Scratch;
}

/// <summary>
/// The numbers of one launch. Updates and time steps are counted from the iteration's beginning;
/// the kernel adds <see cref="UpdateViews.Clock"/>.
/// </summary>
internal struct UpdateLaunch
{
    /// <summary>A <see cref="ReplayStart"/> before any iteration's beginning.</summary>
    public const long NeverEmptied = long.MinValue / 2;

    /// <summary>First step of the program.</summary>
    public int FirstStep;

    /// <summary>Steps of the program.</summary>
    public int Steps;

    /// <summary>First quad of the parameters that learn.</summary>
    public int FirstQuad;

    /// <summary>One past the last of them.</summary>
    public int EndQuad;

    /// <summary>Samples of the minibatch.</summary>
    public int Minibatch;

    /// <summary>Time step at which replay was emptied last.</summary>
    public long ReplayStart;

    /// <summary>Time steps written, as far as they may be drawn from.</summary>
    public long ReplaySteps;

    /// <summary>What the algorithm's steps need to know of the update; the kernel adds the temperature.</summary>
    public UpdateContext Context;
}
