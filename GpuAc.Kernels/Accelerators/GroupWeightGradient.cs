using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Gradients with respect to a layer's parameters over a tile, by all threads of a group.</summary>
internal static class GroupWeightGradient
{
    /// <summary>
    /// Adds dL/dW = dL/dz·xᵀ and dL/db = Σ dL/dz to the group's partial gradient. Each value is one thread's own, so nothing is atomic.
    /// </summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layer">The layer; says which rows are x and dL/dz.</param>
    /// <param name="partial">The group's partial gradient, in the padded layout.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Add(TileShape shape, KernelLayer layer, ArrayView<Float4> partial, ArrayView<Float4> tile)
    {
        int rowQuads = shape.RowQuads, quads = shape.Quads;
        int across = (layer.Inputs + 3) / 4;
        int units = (layer.Outputs + 3) / 4 * across;
        for (int unit = Group.IdxX; unit < units; unit += Group.DimX)
        {
            int output = unit / across * 4, input = unit % across;
            int z = (layer.GradientRow + output) * rowQuads;
            int x = (layer.InputRow + (4 * input)) * rowQuads;
            Row a = default, b = default, c = default, d = default;
            for (int k = 0; k < quads; k++)
            {
                Float4 x0 = tile[x + k], x1 = tile[x + rowQuads + k], x2 = tile[x + (2 * rowQuads) + k], x3 = tile[x + (3 * rowQuads) + k];
                a = Row.Add(tile[z + k], x0, x1, x2, x3, a);
                b = Row.Add(tile[z + rowQuads + k], x0, x1, x2, x3, b);
                c = Row.Add(tile[z + (2 * rowQuads) + k], x0, x1, x2, x3, c);
                d = Row.Add(tile[z + (3 * rowQuads) + k], x0, x1, x2, x3, d);
            }

            int w = layer.Weights + (output * layer.Stride) + input;
            partial[w] = partial[w] + a.Sums;
            if (output + 1 < layer.Outputs)
                partial[w + layer.Stride] = partial[w + layer.Stride] + b.Sums;
            if (output + 2 < layer.Outputs)
                partial[w + (2 * layer.Stride)] = partial[w + (2 * layer.Stride)] + c.Sums;
            if (output + 3 < layer.Outputs)
                partial[w + (3 * layer.Stride)] = partial[w + (3 * layer.Stride)] + d.Sums;
        }

        ArrayView<float> values = partial.Cast<float>();
        for (int output = Group.IdxX; output < layer.Outputs; output += Group.DimX)
        {
            int z = (layer.GradientRow + output) * rowQuads;
            Float4 sum = Float4.Of(0f);
            for (int k = 0; k < quads; k++)
                sum += tile[z + k];
            values[(4 * layer.Bias) + output] = values[(4 * layer.Bias) + output] + sum.Sum;
        }
    }

    /// <summary>Four neighbouring weights' sums, each over four interleaved parts of the samples.</summary>
    private struct Row
    {
        public Float4 A, B, C, D;

        public readonly Float4 Sums => new() { X = A.Sum, Y = B.Sum, Z = C.Sum, W = D.Sum };

        public static Row Add(Float4 z, Float4 x0, Float4 x1, Float4 x2, Float4 x3, Row sum) => new()
        {
            A = Float4.MultiplyAdd(z, x0, sum.A),
            B = Float4.MultiplyAdd(z, x1, sum.B),
            C = Float4.MultiplyAdd(z, x2, sum.C),
            D = Float4.MultiplyAdd(z, x3, sum.D),
        };
    }
}
