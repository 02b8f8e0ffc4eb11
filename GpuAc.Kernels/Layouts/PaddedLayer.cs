using GpuAc.Lanes.Dense;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Layouts;

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
