using GpuAc.Kernels.Activations;
using GpuAc.Kernels.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Activation functions over a tile. Which one it is, is the same for a whole layer, so no thread waits for another's choice.</summary>
internal static class GroupActivation
{
    /// <summary>Stores sixteen values before and after an activation; once, where its derivative wants the output.</summary>
    public static void Store(int activation, ArrayView<Float4> tile, int keptIndex, int outputIndex, int distance, Sixteen value)
    {
        if (keptIndex != outputIndex)
            Sixteen.Store(tile, keptIndex, distance, value);
        if (activation == (int)Activation.Tanh)
            value = Forward<TanhActivation>(value);
        else if (activation == (int)Activation.ReLU)
            value = Forward<ReLUActivation>(value);
        else if (activation == (int)Activation.SiLU)
            value = Forward<SiLUActivation>(value);
        else if (activation == (int)Activation.GeluTanh)
            value = Forward<GeluTanhActivation>(value);
        Sixteen.Store(tile, outputIndex, distance, value);
    }

    /// <summary>dL/dz = dL/dy · f′, in place, over a layer's rows.</summary>
    public static void Backward(KernelLayer layer, ArrayView<Float4> tile, int rowQuads, int quads, int gradientRow)
    {
        if (layer.Activation == (int)Activation.Tanh)
            Backward<TanhActivation>(layer, tile, rowQuads, quads, gradientRow);
        else if (layer.Activation == (int)Activation.ReLU)
            Backward<ReLUActivation>(layer, tile, rowQuads, quads, gradientRow);
        else if (layer.Activation == (int)Activation.SiLU)
            Backward<SiLUActivation>(layer, tile, rowQuads, quads, gradientRow);
        else if (layer.Activation == (int)Activation.GeluTanh)
            Backward<GeluTanhActivation>(layer, tile, rowQuads, quads, gradientRow);
    }

    private static void Backward<TActivation>(KernelLayer layer, ArrayView<Float4> tile, int rowQuads, int quads, int gradientRow)
        where TActivation : struct, IActivation
    {
        for (int i = Group.IdxX; i < layer.Outputs * quads; i += Group.DimX)
        {
            int row = i / quads * rowQuads, quad = i % quads;
            int index = (gradientRow * rowQuads) + row + quad;
            Float4 kept = tile[(layer.KeptRow * rowQuads) + row + quad];
            tile[index] = tile[index] * new Float4
            {
                X = TActivation.Derivative(new Lane1(kept.X)).Value,
                Y = TActivation.Derivative(new Lane1(kept.Y)).Value,
                Z = TActivation.Derivative(new Lane1(kept.Z)).Value,
                W = TActivation.Derivative(new Lane1(kept.W)).Value,
            };
        }
    }

    private static Sixteen Forward<TActivation>(Sixteen value)
        where TActivation : struct, IActivation => new()
    {
        A = Forward<TActivation>(value.A),
        B = Forward<TActivation>(value.B),
        C = Forward<TActivation>(value.C),
        D = Forward<TActivation>(value.D),
    };

    private static Float4 Forward<TActivation>(Float4 value)
        where TActivation : struct, IActivation => new()
    {
        X = TActivation.Forward(new Lane1(value.X)).Value,
        Y = TActivation.Forward(new Lane1(value.Y)).Value,
        Z = TActivation.Forward(new Lane1(value.Z)).Value,
        W = TActivation.Forward(new Lane1(value.W)).Value,
    };
}
