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
            Samples16 a = Samples16.Of(bias.X), b = Samples16.Of(bias.Y), c = Samples16.Of(bias.Z), d = Samples16.Of(bias.W);
            for (int k = 0; k < depth; k++)
            {
                Float4 p = parameters[w0 + k], q = parameters[w1 + k], r = parameters[w2 + k], s = parameters[w3 + k];
                Samples16 value = Samples16.Load(tile, x, columns);
                a = Samples16.MultiplyAdd(p.X, value, a);
                b = Samples16.MultiplyAdd(q.X, value, b);
                c = Samples16.MultiplyAdd(r.X, value, c);
                d = Samples16.MultiplyAdd(s.X, value, d);
                value = Samples16.Load(tile, x + rowQuads, columns);
                a = Samples16.MultiplyAdd(p.Y, value, a);
                b = Samples16.MultiplyAdd(q.Y, value, b);
                c = Samples16.MultiplyAdd(r.Y, value, c);
                d = Samples16.MultiplyAdd(s.Y, value, d);
                value = Samples16.Load(tile, x + (2 * rowQuads), columns);
                a = Samples16.MultiplyAdd(p.Z, value, a);
                b = Samples16.MultiplyAdd(q.Z, value, b);
                c = Samples16.MultiplyAdd(r.Z, value, c);
                d = Samples16.MultiplyAdd(s.Z, value, d);
                value = Samples16.Load(tile, x + (3 * rowQuads), columns);
                a = Samples16.MultiplyAdd(p.W, value, a);
                b = Samples16.MultiplyAdd(q.W, value, b);
                c = Samples16.MultiplyAdd(r.W, value, c);
                d = Samples16.MultiplyAdd(s.W, value, d);
                x += 4 * rowQuads;
            }

            // Rows beyond the last output are what the next layer reads with weights of zero, so they must hold numbers.
            Samples16 zero = Samples16.Of(0f);
            if (output + 1 > last)
                b = zero;
            if (output + 2 > last)
                c = zero;
            if (output + 3 > last)
                d = zero;
            int y = ((layer.KeptRow + output) * rowQuads) + column;
            Samples16.Store(tile, y, columns, a);
            Samples16.Store(tile, y + rowQuads, columns, b);
            Samples16.Store(tile, y + (2 * rowQuads), columns, c);
            Samples16.Store(tile, y + (3 * rowQuads), columns, d);
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
            Samples16 a = Samples16.Of(0f), b = a, c = a, d = a;
            for (int k = 0; k < layer.Outputs; k++)
            {
                Float4 weights = parameters[w];
                Samples16 value = Samples16.Load(tile, z, columns);
                a = Samples16.MultiplyAdd(weights.X, value, a);
                b = Samples16.MultiplyAdd(weights.Y, value, b);
                c = Samples16.MultiplyAdd(weights.Z, value, c);
                d = Samples16.MultiplyAdd(weights.W, value, d);
                z += rowQuads;
                w += layer.Stride;
            }

            int target = ((layer.TargetRow + (4 * input)) * rowQuads) + column;
            if (layer.IsAdded != 0)
            {
                a += Samples16.Load(tile, target, columns);
                b += Samples16.Load(tile, target + rowQuads, columns);
                c += Samples16.Load(tile, target + (2 * rowQuads), columns);
                d += Samples16.Load(tile, target + (3 * rowQuads), columns);
            }

            Samples16.Store(tile, target, columns, a);
            Samples16.Store(tile, target + rowQuads, columns, b);
            Samples16.Store(tile, target + (2 * rowQuads), columns, c);
            Samples16.Store(tile, target + (3 * rowQuads), columns, d);
        }
    }

    private static int Smaller(int a, int b) => a < b ? a : b;
}
