using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>Reads single samples out of tiles.</summary>
internal static class TileData
{
    /// <summary>One lane of a tile's first rows.</summary>
    public static double[] Column(ReadOnlySpan<float> tile, int lane, int rows)
    {
        var column = new double[rows];
        for (int row = 0; row < rows; row++)
            column[row] = tile[row * Tile.Lanes + lane];
        return column;
    }
}
