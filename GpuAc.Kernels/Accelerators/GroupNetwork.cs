using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Layer after layer over a tile, by all threads of a group.</summary>
internal static class GroupNetwork
{
    /// <summary>Runs layers forwards; ends with a barrier.</summary>
    public static void Forward<TSpread>(
        ArrayView<KernelLayer> layers, int first, int count, ArrayView<Float4> parameters, ArrayView<Float4> tile, int rowQuads, int columns)
        where TSpread : struct, ISpread
    {
        for (int i = first; i < first + count; i++)
        {
            GroupDense.Forward<TSpread>(layers[i], parameters, tile, rowQuads, columns);
            Group.Barrier();
        }
    }

    /// <summary>Runs layers backwards and adds their parameters' gradients; ends with a barrier.</summary>
    /// <typeparam name="TSpread">Which samples a thread takes.</typeparam>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="layers">All layers.</param>
    /// <param name="first">First of the layers to run.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="partial">The group's partial gradient.</param>
    /// <param name="tile">Rows of samples.</param>
    /// <param name="gradientRow">First row of the gradient with respect to the last layer's output; overwritten.</param>
    /// <param name="inputGradientRow">First row to put the gradient with respect to the first layer's input, or −1 for nowhere.</param>
    /// <param name="isAdded">True to add to what is there.</param>
    public static void Backward<TSpread>(
        TileShape shape, ArrayView<KernelLayer> layers, int first, int count, ArrayView<Float4> parameters, ArrayView<Float4> partial, ArrayView<Float4> tile,
        int gradientRow, int inputGradientRow, bool isAdded)
        where TSpread : struct, ISpread
    {
        for (int i = first + count - 1; i >= first; i--)
        {
            KernelLayer layer = layers[i];
            if (layer.Activation != 0)
            {
                GroupActivation.Backward(layer, tile, shape.RowQuads, shape.Quads, gradientRow);
                Group.Barrier();
            }

            GroupWeightGradient.Add(layer, partial, tile, shape.RowQuads, shape.Quads, gradientRow);
            int target = i == first ? inputGradientRow : gradientRow == shape.GradientRowA ? shape.GradientRowB : shape.GradientRowA;
            if (target >= 0)
                GroupDense.BackwardInput<TSpread>(layer, parameters, tile, shape.RowQuads, shape.Columns, gradientRow, target, i == first && isAdded);
            Group.Barrier();
            gradientRow = target;
        }
    }
}
