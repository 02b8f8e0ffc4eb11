using GpuAc.Lanes.Dense;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Layouts;

/// <summary>
/// The layout in which CPU schedules keep the parameters, gradients and moments of networks that learn together: one after the other, every
/// row of weights and every vector of biases padded with zeros to 16 values; then further parameters that belong to no layer.
/// </summary>
/// <remarks>
/// Weight gradients are then whole registers and written in place. Padding has zero gradient and, being zero, stays zero under every
/// optimiser rule.
/// </remarks>
internal class ParameterLayout
{
    private readonly int extraCount;

    /// <summary>Lays out networks.</summary>
    /// <param name="networks">The networks, in the order of their parameters.</param>
    /// <param name="extraCount">Parameters after those of the last network.</param>
    public ParameterLayout(IReadOnlyList<MlpSpec> networks, int extraCount = 0)
    {
        this.extraCount = extraCount;
        var placed = new List<IReadOnlyList<PaddedLayer>>(networks.Count);
        var starts = new List<int>(networks.Count + 1);
        int offset = 0;
        foreach (MlpSpec network in networks)
        {
            starts.Add(offset);
            placed.Add(Place(network, ref offset));
        }

        starts.Add(offset);
        Networks = placed;
        Description = string.Join("; ", networks.Select(Describe));
        Starts = starts;
        Extras = offset;
        Length = offset + Tile.Pad(extraCount);
        FlatLength = networks.Sum(network => network.ParameterCount) + extraCount;
    }

    /// <summary>Layers of each network.</summary>
    public IReadOnlyList<IReadOnlyList<PaddedLayer>> Networks { get; }

    /// <summary>Sizes and activations of the networks, such as <c>4-64 Tanh-2 Identity</c> for each.</summary>
    public string Description { get; }

    /// <summary>Offset of each network's first parameter, and one past the last network's last; all multiples of 16.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>All layers, in the order of their parameters.</summary>
    public IEnumerable<PaddedLayer> Layers => Networks.SelectMany(layers => layers);

    /// <summary>Offset of the parameters after those of the networks.</summary>
    public int Extras { get; }

    /// <summary>Number of values, padding included; a multiple of 16.</summary>
    public int Length { get; }

    /// <summary>Number of values without padding.</summary>
    public int FlatLength { get; }

    /// <summary>
    /// Copies parameters from the flat layout: each layer's weights [outputs][inputs], then its biases; padding becomes zero.
    /// </summary>
    public void Pack(ReadOnlySpan<float> flat, Span<float> padded)
    {
        padded.Clear();
        int source = 0;
        foreach (PaddedLayer layer in Layers)
        {
            for (int row = 0; row < layer.Spec.Outputs; row++, source += layer.Spec.Inputs)
                flat.Slice(source, layer.Spec.Inputs).CopyTo(padded[(layer.Weights + (row * layer.Stride))..]);
            flat.Slice(source, layer.Spec.Outputs).CopyTo(padded[layer.Bias..]);
            source += layer.Spec.Outputs;
        }

        flat.Slice(source, extraCount).CopyTo(padded[Extras..]);
    }

    /// <summary>Copies parameters back to the flat layout.</summary>
    public void Unpack(ReadOnlySpan<float> padded, Span<float> flat)
    {
        int target = 0;
        foreach (PaddedLayer layer in Layers)
        {
            for (int row = 0; row < layer.Spec.Outputs; row++, target += layer.Spec.Inputs)
                padded.Slice(layer.Weights + (row * layer.Stride), layer.Spec.Inputs).CopyTo(flat[target..]);
            padded.Slice(layer.Bias, layer.Spec.Outputs).CopyTo(flat[target..]);
            target += layer.Spec.Outputs;
        }

        padded.Slice(Extras, extraCount).CopyTo(flat[target..]);
    }

    private static string Describe(MlpSpec network) =>
        string.Join('-', network.Layers.Select(layer => $"{layer.Outputs} {layer.Activation}").Prepend($"{network.Inputs}"));

    private static List<PaddedLayer> Place(MlpSpec mlp, ref int offset)
    {
        var layers = new List<PaddedLayer>(mlp.Layers.Count);
        foreach (DenseLayerSpec spec in mlp.Layers)
        {
            int weights = offset;
            int bias = weights + (spec.Outputs * Tile.Pad(spec.Inputs));
            layers.Add(new PaddedLayer(spec, weights, bias));
            offset = bias + Tile.Pad(spec.Outputs);
        }

        return layers;
    }
}
