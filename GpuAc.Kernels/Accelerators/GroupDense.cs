using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Dense layers over a tile, by all threads of a group: products that each thread makes 4 × 16 (or 4 × 4) at a time, in registers.
/// </summary>
/// <remarks>
/// Reading one weight and one sample for each multiply-add would need four times the bandwidth that shared memory has. A thread
/// that holds 4 rows of 16 results reads 4 weights and 16 samples for 64 multiply-adds. Callers put barriers between calls
/// that depend on each other.
/// </remarks>
internal static class GroupDense
{
    /// <summary>y = f(W x + b).</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layer">The layer; says which rows are x and y.</param>
    /// <param name="parameters">Parameters in the padded layout.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Forward(TileShape shape, KernelLayer layer, ArrayView<Float4> parameters, ArrayView<Float4> tile)
    {
        int rowQuads = shape.RowQuads, columns = shape.Columns;
        int units = (layer.Outputs + 3) / 4 * columns;
        int last = layer.Outputs - 1;
        int depth = (layer.Inputs + 3) / 4;
        for (int unit = Group.IdxX; unit < units; unit += Group.DimX)
        {
            int output = unit / columns * 4;
            int column = unit % columns;
            int w0 = layer.Weights + (output * layer.Stride);
            int w1 = layer.Weights + (Smaller(output + 1, last) * layer.Stride);
            int w2 = layer.Weights + (Smaller(output + 2, last) * layer.Stride);
            int w3 = layer.Weights + (Smaller(output + 3, last) * layer.Stride);
            int x = (layer.InputRow * rowQuads) + column;
            Float4 bias = parameters[layer.Bias + (output / 4)];
            Sixteen a = Sixteen.Of(bias.X), b = Sixteen.Of(bias.Y), c = Sixteen.Of(bias.Z), d = Sixteen.Of(bias.W);
            for (int k = 0; k < depth; k++)
            {
                Float4 p = parameters[w0 + k], q = parameters[w1 + k], r = parameters[w2 + k], s = parameters[w3 + k];
                Sixteen value = Sixteen.Load(tile, x, columns);
                a = Sixteen.MultiplyAdd(p.X, value, a);
                b = Sixteen.MultiplyAdd(q.X, value, b);
                c = Sixteen.MultiplyAdd(r.X, value, c);
                d = Sixteen.MultiplyAdd(s.X, value, d);
                value = Sixteen.Load(tile, x + rowQuads, columns);
                a = Sixteen.MultiplyAdd(p.Y, value, a);
                b = Sixteen.MultiplyAdd(q.Y, value, b);
                c = Sixteen.MultiplyAdd(r.Y, value, c);
                d = Sixteen.MultiplyAdd(s.Y, value, d);
                value = Sixteen.Load(tile, x + (2 * rowQuads), columns);
                a = Sixteen.MultiplyAdd(p.Z, value, a);
                b = Sixteen.MultiplyAdd(q.Z, value, b);
                c = Sixteen.MultiplyAdd(r.Z, value, c);
                d = Sixteen.MultiplyAdd(s.Z, value, d);
                value = Sixteen.Load(tile, x + (3 * rowQuads), columns);
                a = Sixteen.MultiplyAdd(p.W, value, a);
                b = Sixteen.MultiplyAdd(q.W, value, b);
                c = Sixteen.MultiplyAdd(r.W, value, c);
                d = Sixteen.MultiplyAdd(s.W, value, d);
                x += 4 * rowQuads;
            }

            // Rows beyond the last output are what the next layer reads with weights of zero, so they must hold numbers.
            Sixteen zero = Sixteen.Of(0f);
            if (output + 1 > last)
                b = zero;
            if (output + 2 > last)
                c = zero;
            if (output + 3 > last)
                d = zero;
            int y = ((layer.KeptRow + output) * rowQuads) + column;
            Sixteen.Store(tile, y, columns, a);
            Sixteen.Store(tile, y + rowQuads, columns, b);
            Sixteen.Store(tile, y + (2 * rowQuads), columns, c);
            Sixteen.Store(tile, y + (3 * rowQuads), columns, d);
            if (layer.Activation != KernelActivation.Identity)
                GroupActivation.Forward(shape, layer.Activation, tile, y, ((layer.OutputRow + output) * rowQuads) + column, columns);
        }
    }

    /// <summary>dL/dx = Wᵀ·dL/dz.</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layer">The layer; says which rows are dL/dz and dL/dx.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void BackwardInput(TileShape shape, KernelLayer layer, ArrayView<Float4> parameters, ArrayView<Float4> tile)
    {
        int rowQuads = shape.RowQuads, columns = shape.Columns;
        int units = (layer.Inputs + 3) / 4 * columns;
        for (int unit = Group.IdxX; unit < units; unit += Group.DimX)
        {
            int input = unit / columns;
            int column = unit % columns;
            int z = (layer.GradientRow * rowQuads) + column;
            int w = layer.Weights + input;
            Sixteen a = Sixteen.Of(0f), b = a, c = a, d = a;
            for (int k = 0; k < layer.Outputs; k++)
            {
                Float4 weights = parameters[w];
                Sixteen value = Sixteen.Load(tile, z, columns);
                a = Sixteen.MultiplyAdd(weights.X, value, a);
                b = Sixteen.MultiplyAdd(weights.Y, value, b);
                c = Sixteen.MultiplyAdd(weights.Z, value, c);
                d = Sixteen.MultiplyAdd(weights.W, value, d);
                z += rowQuads;
                w += layer.Stride;
            }

            int target = ((layer.TargetRow + (4 * input)) * rowQuads) + column;
            if (layer.IsAdded != 0)
            {
                a += Sixteen.Load(tile, target, columns);
                b += Sixteen.Load(tile, target + rowQuads, columns);
                c += Sixteen.Load(tile, target + (2 * rowQuads), columns);
                d += Sixteen.Load(tile, target + (3 * rowQuads), columns);
            }

            Sixteen.Store(tile, target, columns, a);
            Sixteen.Store(tile, target + rowQuads, columns, b);
            Sixteen.Store(tile, target + (2 * rowQuads), columns, c);
            Sixteen.Store(tile, target + (3 * rowQuads), columns, d);
        }
    }

    private static int Smaller(int a, int b) => a < b ? a : b;
}
