using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu;

/// <summary>
/// The samples of a rollout as learning wants them: tiles of 64, each with all its rows side by side,
/// <c>[tile][row][64]</c>. Sample index = time step × environments + environment.
/// </summary>
/// <remarks>
/// A tile is one contiguous read, and a minibatch is a set of tiles, so shuffling never gathers single values. Fewer environments than 64
/// share tiles among consecutive time steps, so a single environment wastes nothing.
/// </remarks>
internal sealed unsafe class SampleTiles : IDisposable
{
    private readonly AlignedBuffer memory;

    /// <summary>Allocates room for samples.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="observations">Observation components.</param>
    /// <param name="actions">Action components.</param>
    /// <param name="weighted">Whether samples have a row that says whether they count.</param>
    public SampleTiles(long samples, int observations, int actions, bool weighted = false)
    {
        Samples = Filled = Counted = samples;
        Action = observations;
        LogProb = Action + actions;
        Value = LogProb + 1;
        Advantage = Value + 1;
        Return = Advantage + 1;
        Weight = Return + 1;
        Weighted = weighted;
        Rows = Return + (weighted ? 2 : 1);
        Count = checked((int)((samples + Tile.Lanes - 1) / Tile.Lanes));
        memory = new AlignedBuffer((long)Count * Rows * Tile.Lanes);
    }

    /// <summary>Number of samples that there is room for.</summary>
    public long Samples { get; }

    /// <summary>Samples that learning looks at, from the first on: all of them, or fewer where the rollout ended sooner.</summary>
    public long Filled { get; set; }

    /// <summary>Samples among those that count: all of them, or those whose weight is 1.</summary>
    public long Counted { get; set; }

    /// <summary>Whether there is a <see cref="Weight"/> row.</summary>
    public bool Weighted { get; }

    /// <summary>Number of tiles that there is room for; the last may be partly filled.</summary>
    public int Count { get; }

    /// <summary>Rows of a tile.</summary>
    public int Rows { get; }

    /// <summary>Row of the first action component; the observation's are before it.</summary>
    public int Action { get; }

    /// <summary>Row of the log-probability of the action when it was taken.</summary>
    public int LogProb { get; }

    /// <summary>Row of the value estimate when the action was taken.</summary>
    public int Value { get; }

    /// <summary>Row of the advantage.</summary>
    public int Advantage { get; }

    /// <summary>Row of the value target.</summary>
    public int Return { get; }

    /// <summary>Row of 1 where the sample counts and 0 where not; only when <see cref="Weighted"/>.</summary>
    public int Weight { get; }

    /// <summary>First row (the first observation component) of a tile.</summary>
    public float* this[int tile] => memory.Pointer + ((long)tile * Rows * Tile.Lanes);

    /// <summary>Tiles that learning looks at.</summary>
    public int FilledTiles => (int)((Filled + Tile.Lanes - 1) / Tile.Lanes);

    /// <summary>Samples in a tile: 64 except perhaps in the last.</summary>
    public int Active(int tile) => (int)Math.Min(Tile.Lanes, Filled - ((long)tile * Tile.Lanes));

    /// <summary>Writes one row of consecutive samples, which may straddle two tiles.</summary>
    /// <param name="source">The values.</param>
    /// <param name="row">Row of the tile.</param>
    /// <param name="first">Index of the first sample.</param>
    /// <param name="count">Number of samples, at most 64.</param>
    public void Write(float* source, int row, long first, int count)
    {
        int lane = (int)(first % Tile.Lanes);
        float* target = this[(int)(first / Tile.Lanes)] + (row * Tile.Lanes) + lane;
        int fits = Math.Min(count, Tile.Lanes - lane);
        new ReadOnlySpan<float>(source, fits).CopyTo(new Span<float>(target, fits));
        if (fits < count)
            Write(source + fits, row, first + fits, count - fits);
    }

    /// <summary>All samples as <c>[row][sample]</c>, up to the row of the value target.</summary>
    public float[] ToRows()
    {
        var values = new float[Samples * (Return + 1)];
        for (long sample = 0; sample < Samples; sample++)
        {
            float* source = this[(int)(sample / Tile.Lanes)] + (sample % Tile.Lanes);
            for (int row = 0; row <= Return; row++)
                values[(row * Samples) + sample] = source[row * Tile.Lanes];
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
