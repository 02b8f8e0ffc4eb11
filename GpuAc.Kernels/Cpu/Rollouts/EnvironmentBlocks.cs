using System.Runtime.CompilerServices;
using GpuAc.Kernels.Environments;
using GpuAc.Kernels.States;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>What environments carry from one rollout to the next, in blocks of 64, <c>[block][row][64]</c>.</summary>
internal sealed unsafe class EnvironmentBlocks : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly int rows;

    /// <summary>Allocates.</summary>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="stateSize">Components of the state.</param>
    /// <param name="observations">Components of the observation.</param>
    /// <param name="noise">Components of the noise that exploration carries along.</param>
    public EnvironmentBlocks(int numEnvs, int stateSize, int observations, int noise = 0)
    {
        Count = Tile.Count(numEnvs);
        Observation = stateSize;
        Elapsed = Observation + observations;
        EpisodeReturn = Elapsed + 1;
        DiscountedReturn = EpisodeReturn + 1;
        Noise = DiscountedReturn + 1;
        rows = Noise + noise;
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

    /// <summary>Row of the discounted return that reward scaling tracks.</summary>
    public int DiscountedReturn { get; }

    /// <summary>Row of the first component of the exploration noise.</summary>
    public int Noise { get; }

    /// <summary>A block's rows.</summary>
    public float* this[int block] => memory.Pointer + ((long)block * rows * Tile.Lanes);

    /// <summary>Reads what one register of a block's environments carries; not the observations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<F>(float* from, ref EnvironmentLanes<F> environments)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < Observation; i++)
            environments.State[i] = F.Load(from + (i * Tile.Lanes));
        environments.Elapsed = F.Load(from + (Elapsed * Tile.Lanes));
        environments.EpisodeReturn = F.Load(from + (EpisodeReturn * Tile.Lanes));
    }

    /// <summary>Writes it, and the observations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<F>(ref EnvironmentLanes<F> environments, float* to)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < Observation; i++)
            environments.State[i].Store(to + (i * Tile.Lanes));
        for (int i = Observation; i < Elapsed; i++)
            environments.Observation[i - Observation].Store(to + (i * Tile.Lanes));
        environments.Elapsed.Store(to + (Elapsed * Tile.Lanes));
        environments.EpisodeReturn.Store(to + (EpisodeReturn * Tile.Lanes));
    }

    /// <summary>Names all that environments carry.</summary>
    public void Transfer(StateTransfer state) => state.Numbers("environments", memory.Pointer, memory.Length);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
