using System.Runtime.CompilerServices;

namespace GpuAc.Kernels.Accelerators;

/// <summary>How the sixteen samples that one thread works on are spread over a tile's row.</summary>
internal interface ISpread
{
    /// <summary>Index of the thread's first chunk of four samples.</summary>
    /// <param name="column">Which of the row's parts the thread has.</param>
    static abstract int First(int column);

    /// <summary>Distance between its chunks.</summary>
    /// <param name="columns">Parts of the row.</param>
    static abstract int Distance(int columns);
}

/// <summary>Chunks of neighbouring threads are neighbours: what a GPU's shared memory delivers without conflicts.</summary>
internal readonly struct Interleaved : ISpread
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(int column) => column;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Distance(int columns) => columns;
}

/// <summary>A thread's sixteen samples are neighbours: one vector register, where threads are loops on a CPU.</summary>
internal readonly struct Contiguous : ISpread
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(int column) => 4 * column;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Distance(int columns) => 1;
}
