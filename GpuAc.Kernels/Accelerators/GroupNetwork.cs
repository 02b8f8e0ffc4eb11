using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Layer after layer over a tile, by all threads of a group.</summary>
internal static class GroupNetwork
{
    /// <summary>Runs layers forwards; ends with a barrier.</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layers">All layers.</param>
    /// <param name="first">First of the layers to run.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Forward(
        TileShape shape, ArrayView<KernelLayer> layers, int first, int count, ArrayView<Float4> parameters, ArrayView<Float4> tile)
    {
        for (int i = first; i < first + count; i++)
        {
            GroupDense.Forward(shape, layers[i], parameters, tile);
            Group.Barrier();
        }
    }

    /// <summary>Runs the backward pass and adds the parameters' gradients; ends with a barrier.</summary>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layers">All layers, followed by all layers in the order of the backward pass.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="partial">The group's partial gradient.</param>
    /// <param name="tile">Rows of samples.</param>
    public static void Backward(
        TileShape shape, ArrayView<KernelLayer> layers, ArrayView<Float4> parameters, ArrayView<Float4> partial, ArrayView<Float4> tile)
    {
        for (int i = shape.Layers; i < 2 * shape.Layers; i++)
        {
            KernelLayer layer = layers[i];
            GroupActivation.Backward(shape, layer, tile);
            Group.Barrier();
            GroupWeightGradient.Add(shape, layer, partial, tile);
            if (layer.TargetRow >= 0)
                GroupDense.BackwardInput(shape, layer, parameters, tile);
            Group.Barrier();
        }
    }
}
