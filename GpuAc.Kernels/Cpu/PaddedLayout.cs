using GpuAc.Kernels.Networks;

namespace GpuAc.Kernels.Cpu;

/// <summary>Where one dense layer's parameters lie in a <see cref="PaddedLayout"/>.</summary>
/// <param name="Spec">Shape.</param>
/// <param name="Weights">Offset of the weights [outputs][Stride].</param>
/// <param name="Bias">Offset of the biases.</param>
internal sealed record PaddedLayer(DenseLayerSpec Spec, int Weights, int Bias)
{
    /// <summary>Distance between rows of weights: the inputs, rounded up to whole registers.</summary>
    public int Stride => Tile.Pad(Spec.Inputs);

    /// <summary>One past the layer's last parameter.</summary>
    public int End => Bias + Tile.Pad(Spec.Outputs);
}

/// <summary>
/// The layout in which CPU schedules keep parameters, gradients and moments: that of <see cref="ActorCriticSpec"/> with every row of weights
/// and every vector of biases padded with zeros to 16 values.
/// </summary>
/// <remarks>
/// Weight gradients are then whole registers and written in place. Padding has zero gradient and, being zero, stays zero under every optimiser rule.
/// </remarks>
internal sealed class PaddedLayout
{
    /// <summary>Lays out a network.</summary>
    public PaddedLayout(ActorCriticSpec spec)
    {
        Spec = spec;
        int offset = 0;
        Body = Place(spec.Body, ref offset);
        Actor = Place(spec.Actor, ref offset);
        CriticStart = offset;
        Critic = Place(spec.Critic, ref offset);
        LogStd = offset;
        Length = offset + Tile.Pad(spec.LogStdCount);
    }

    /// <summary>The network.</summary>
    public ActorCriticSpec Spec { get; }

    /// <summary>Layers of the shared body.</summary>
    public IReadOnlyList<PaddedLayer> Body { get; }

    /// <summary>Layers of the actor.</summary>
    public IReadOnlyList<PaddedLayer> Actor { get; }

    /// <summary>Layers of the critic.</summary>
    public IReadOnlyList<PaddedLayer> Critic { get; }

    /// <summary>All layers, in the order of their parameters.</summary>
    public IEnumerable<PaddedLayer> Layers => Body.Concat(Actor).Concat(Critic);

    /// <summary>Offset of the critic's first parameter; its last comes before <see cref="LogStd"/>.</summary>
    public int CriticStart { get; }

    /// <summary>Offset of the log standard deviations.</summary>
    public int LogStd { get; }

    /// <summary>Number of values, padding included; a multiple of 16.</summary>
    public int Length { get; }

    /// <summary>Copies parameters from the flat layout of <see cref="ActorCriticSpec"/>; padding becomes zero.</summary>
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

        flat.Slice(source, Spec.LogStdCount).CopyTo(padded[LogStd..]);
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

        padded.Slice(LogStd, Spec.LogStdCount).CopyTo(flat[target..]);
    }

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
