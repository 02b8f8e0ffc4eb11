namespace GpuAc.Lanes.Dense;

/// <summary>The unit that CPU schedules work in: 64 environments or samples, feature-major.</summary>
/// <remarks>
/// A tile of width w is w rows of 64 floats: <c>x[feature * 64 + lane]</c>. Four <see cref="Lanes.Lane16"/> registers wide, it lets the
/// dense micro-kernel hold 4 outputs × 64 lanes in 16 accumulators, and a 64-wide layer's tile is 16 kB, half of an L1 cache.
/// </remarks>
public static class Tile
{
    /// <summary>Lanes of a tile, and the stride between its rows.</summary>
    public const int Lanes = 64;

    /// <summary>Rounds up to a whole number of 64-byte rows, which every lane width divides.</summary>
    public static int Pad(int count) => (count + 15) & ~15;

    /// <summary>Tiles needed for a number of lanes.</summary>
    public static int Count(int lanes) => (lanes + Lanes - 1) / Lanes;

    /// <summary>Lanes in use in a tile: 64 except in the last one.</summary>
    public static int Active(int tile, int lanes) => Math.Min(Lanes, lanes - (tile * Lanes));
}
