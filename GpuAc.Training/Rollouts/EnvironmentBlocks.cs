using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Devices;

namespace GpuAc.Training.Rollouts;

/// <summary>What environments carry from one rollout to the next, in blocks of 64, <c>[block][row][64]</c>.</summary>
internal sealed unsafe class EnvironmentBlocks : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly int rows;

    /// <summary>Allocates.</summary>
    public EnvironmentBlocks(int numEnvs, int stateSize, int observations)
    {
        Count = Tile.Count(numEnvs);
        Observation = stateSize;
        Elapsed = Observation + observations;
        EpisodeReturn = Elapsed + 1;
        DiscountedReturn = EpisodeReturn + 1;
        rows = DiscountedReturn + 1;
        memory = new AlignedBuffer((long)Count * rows * Tile.Lanes);
    }

    /// <summary>Blocks.</summary>
    public int Count { get; }

    /// <summary>Row of the first observation component; the state's rows come first.</summary>
    public int Observation { get; }

    /// <summary>Row of the steps taken in the episode.</summary>
    public int Elapsed { get; }

    /// <summary>Row of the episode's return so far.</summary>
    public int EpisodeReturn { get; }

    /// <summary>Row of the discounted return that reward scaling watches.</summary>
    public int DiscountedReturn { get; }

    /// <summary>A block's rows.</summary>
    public float* this[int block] => memory.Pointer + ((long)block * rows * Tile.Lanes);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
