using GpuAc.Lanes;
using GpuAc.Policies.Activations;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Activation functions over a tile. Each layer has its own, so all of them are in the code, applied to four values at a time:
/// with the sixty-four that a thread has, compiling would take a minute.
/// </summary>
/// <remarks>
/// A kernel cannot refuse: <see cref="KernelActivation.Of"/> has, on the host, whatever is none of those chosen among here.
/// </remarks>
internal static class GroupActivation
{
    /// <summary>
    /// y = f(z) of the four rows of sixteen samples that this thread has just stored, in place or into the output's rows.
    /// </summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="activation">Which <see cref="KernelActivation"/>, but the identity.</param>
    /// <param name="tile">Rows of samples.</param>
    /// <param name="kept">Index of the first chunk.</param>
    /// <param name="output">Index of the first chunk of the output; the same where the derivative wants the output.</param>
    /// <param name="distance">Distance between chunks.</param>
    public static void Forward(TileShape shape, int activation, ArrayView<Float4> tile, int kept, int output, int distance)
    {
        for (int i = 0; i < 16; i++)
        {
            int index = (i / 4 * shape.RowQuads) + (i % 4 * distance);
            Float4 z = tile[kept + index];
            tile[output + index] = activation == KernelActivation.Tanh ? Apply<TanhActivation>(z)
                : activation == KernelActivation.ReLU ? Apply<ReLUActivation>(z)
                : activation == KernelActivation.SiLU ? Apply<SiLUActivation>(z)
                : Apply<GeluTanhActivation>(z);
        }
    }

    /// <summary>dL/dz = dL/dy · f′, in place, over a layer's rows.</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Backward(TileShape shape, KernelLayer layer, ArrayView<Float4> tile)
    {
        if (layer.Activation == KernelActivation.Identity)
            return;
        for (int i = Group.IdxX; i < layer.Outputs * shape.Quads; i += Group.DimX)
        {
            int place = (i / shape.Quads * shape.RowQuads) + (i % shape.Quads);
            int index = (layer.GradientRow * shape.RowQuads) + place;
            Float4 kept = tile[(layer.KeptRow * shape.RowQuads) + place];
            Float4 slope = layer.Activation == KernelActivation.Tanh ? Derivative<TanhActivation>(kept)
                : layer.Activation == KernelActivation.ReLU ? Derivative<ReLUActivation>(kept)
                : layer.Activation == KernelActivation.SiLU ? Derivative<SiLUActivation>(kept)
                : Derivative<GeluTanhActivation>(kept);
            tile[index] = tile[index] * slope;
        }
    }

    private static Float4 Apply<TActivation>(Float4 value)
        where TActivation : struct, IActivation => new()
    {
        X = TActivation.Forward(new Lane1(value.X)).Value,
        Y = TActivation.Forward(new Lane1(value.Y)).Value,
        Z = TActivation.Forward(new Lane1(value.Z)).Value,
        W = TActivation.Forward(new Lane1(value.W)).Value,
    };

    private static Float4 Derivative<TActivation>(Float4 kept)
        where TActivation : struct, IActivation => new()
    {
        X = TActivation.Derivative(new Lane1(kept.X)).Value,
        Y = TActivation.Derivative(new Lane1(kept.Y)).Value,
        Z = TActivation.Derivative(new Lane1(kept.Z)).Value,
        W = TActivation.Derivative(new Lane1(kept.W)).Value,
    };
}
