using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// The transitions of a tile's samples, as one worker takes them from replay: rows of 64 lanes, and the samples' targets along with them.
/// </summary>
internal sealed unsafe class TransitionRows<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly ulong seed;
    private readonly ReplayMemory replay;
    private readonly MinibatchTiles<F> tiles;
    private readonly AlignedBuffer memory;

    /// <summary>Allocates.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="replay">What to draw from.</param>
    /// <param name="tiles">How the minibatch is cut.</param>
    public TransitionRows(ulong seed, ReplayMemory replay, MinibatchTiles<F> tiles)
    {
        this.seed = seed;
        this.replay = replay;
        this.tiles = tiles;
        int inputs = replay.Reward * Tile.Lanes;
        memory = new AlignedBuffer((2L * inputs) + (3 * Tile.Lanes));
        Current = memory.Pointer;
        Next = Current + inputs;
        Rewards = Next + inputs;
        Discounts = Rewards + Tile.Lanes;
        Targets = Discounts + Tile.Lanes;
    }

    /// <summary>s and a, [observation + action][64].</summary>
    public float* Current { get; }

    /// <summary>The actions' rows of <see cref="Current"/>.</summary>
    public float* Actions => Current + (replay.Action * Tile.Lanes);

    /// <summary>s', with room for the action that a target assumes there, [observation + action][64].</summary>
    public float* Next { get; }

    /// <summary>Σ γᵏ·r[k] of n steps, [64].</summary>
    public float* Rewards { get; }

    /// <summary>γⁿ, or 0 where a terminal state was reached, [64].</summary>
    public float* Discounts { get; }

    /// <summary>Room for y, [64].</summary>
    public float* Targets { get; }

    /// <summary>Draws a tile's transitions; the same for every worker and as often as it is asked.</summary>
    public void Draw(int tile, ulong update)
    {
        long* indices = stackalloc long[Tile.Lanes];
        Draw(tile, update, indices);
        Gather(indices, tiles.Registers(tile));
    }

    /// <summary>Draws as <see cref="Draw(int, ulong)"/> does, and takes s alone.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="update">Number of the update.</param>
    /// <param name="observations">Output, [observation][64].</param>
    public void DrawObservations(int tile, ulong update, float* observations)
    {
        long* indices = stackalloc long[Tile.Lanes];
        Draw(tile, update, indices);
        replay.GatherObservations(indices, tiles.Registers(tile) * F.Width, observations);
    }

    /// <summary>Takes the newest transitions in place of a draw.</summary>
    /// <param name="newest">How many of them, and how they are cut.</param>
    /// <param name="tile">Index of the tile among them.</param>
    public void TakeNewest(MinibatchTiles<F> newest, int tile)
    {
        long* indices = stackalloc long[Tile.Lanes];
        int registers = newest.Registers(tile);
        replay.Newest(newest.First(tile), newest.Size, registers * F.Width, indices);
        Gather(indices, registers);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void Draw(int tile, ulong update, long* indices) =>
        replay.Draw<F>(new RandomKey(seed, RandomPurpose.Shuffle), update, tiles.First(tile), tiles.Registers(tile), indices);

    private void Gather(long* indices, int registers) => replay.Gather(indices, registers * F.Width, Current, Rewards, Discounts, Next);
}
