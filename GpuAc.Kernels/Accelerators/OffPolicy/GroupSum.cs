using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>Sums of rows of a tile, by all threads of a group.</summary>
internal static class GroupSum
{
    /// <summary>Adds two runs of rows.</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="sum">As many rows as it has outputs: from its input row and its kept row on to its output row.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Add(TileShape shape, KernelLayer sum, ArrayView<Float4> tile)
    {
        for (int i = Group.IdxX; i < sum.Outputs * shape.Quads; i += Group.DimX)
        {
            int place = (i / shape.Quads * shape.RowQuads) + (i % shape.Quads);
            Float4 left = tile[(sum.InputRow * shape.RowQuads) + place], right = tile[(sum.KeptRow * shape.RowQuads) + place];
            tile[(sum.OutputRow * shape.RowQuads) + place] = left + right;
        }
    }
}
