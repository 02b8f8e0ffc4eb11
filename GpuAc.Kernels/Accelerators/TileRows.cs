using GpuAc.Kernels.Layouts;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Hands out the rows of a tile, in fours, and places layers in them.</summary>
internal sealed class TileRows
{
    /// <summary>Rows handed out so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes rows, and the first of them.</summary>
    public int Take(int count)
    {
        int first = Count;
        Count += (count + 3) / 4 * 4;
        return first;
    }

    /// <summary>Places a network's layers one after the other.</summary>
    /// <param name="network">The layers; may be none, which makes the identity.</param>
    /// <param name="inputRow">First row of the first layer's input.</param>
    /// <param name="outputRow">Output: first row of the last layer's output.</param>
    public List<KernelLayer> Place(IReadOnlyList<PaddedLayer> network, int inputRow, out int outputRow)
    {
        var placed = new List<KernelLayer>(network.Count);
        foreach (PaddedLayer layer in network)
        {
            // A derivative that wants the input of the activation needs rows of its own for it.
            int kept = Take(layer.Spec.Outputs);
            int output = layer.Spec.Activation.KeepsInput ? Take(layer.Spec.Outputs) : kept;
            placed.Add(KernelLayer.Of(layer, inputRow, kept, output));
            inputRow = output;
        }

        outputRow = inputRow;
        return placed;
    }
}
