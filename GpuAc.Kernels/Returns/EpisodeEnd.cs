using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>How a step of a rollout left its episode: the one number that is kept of it, and what may be asked of that number.</summary>
/// <remarks>
/// One row instead of one per question, on every device; the numbers are exact in float32, and mean nothing but their names.
/// </remarks>
internal static class EpisodeEnd
{
    /// <summary>The episode goes on.</summary>
    public const float None = 0f;

    /// <summary>A terminal state was reached.</summary>
    public const float Terminated = 1f;

    /// <summary>The time limit was reached, and no terminal state.</summary>
    public const float Truncated = 2f;

    /// <summary>The environment's only episode of this rollout was over already, so that the step counts for nothing.</summary>
    public const float NotCounted = 3f;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>What is kept of steps that count.</summary>
    /// <param name="terminated">Mask.</param>
    /// <param name="truncated">Mask.</param>
    [MethodImpl(Inline)]
    public static F Of<F>(F terminated, F truncated)
        where F : struct, IFloatLane<F> => F.Select(terminated, F.Of(Terminated), F.Select(truncated, F.Of(Truncated), F.Of(None)));

    /// <summary>What is kept of steps of which some may not count.</summary>
    /// <param name="counted">Mask.</param>
    /// <param name="terminated">Mask.</param>
    /// <param name="truncated">Mask.</param>
    [MethodImpl(Inline)]
    public static F Of<F>(F counted, F terminated, F truncated)
        where F : struct, IFloatLane<F> => F.Select(counted, Of(terminated, truncated), F.Of(NotCounted));

    /// <summary>Mask of the steps that reached a terminal state.</summary>
    [MethodImpl(Inline)]
    public static F IsTerminated<F>(F end)
        where F : struct, IFloatLane<F> => F.Equal(end, F.Of(Terminated));

    /// <summary>Mask of the steps that reached the time limit.</summary>
    [MethodImpl(Inline)]
    public static F IsTruncated<F>(F end)
        where F : struct, IFloatLane<F> => F.Equal(end, F.Of(Truncated));

    /// <summary>Mask of the steps that count.</summary>
    [MethodImpl(Inline)]
    public static F IsCounted<F>(F end)
        where F : struct, IFloatLane<F> => ~F.Equal(end, F.Of(NotCounted));
}
