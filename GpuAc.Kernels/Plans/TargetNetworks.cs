using GpuAc.Kernels.Layouts;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Plans;

/// <summary>The online networks and their targets, as an <see cref="ITargetRule"/> is handed them: layer by layer.</summary>
/// <remarks>
/// A layer's parameters are one run: its weights [outputs][inputs], every row padded to 16 values with zeros, which must stay zeros, then
/// its biases, padded likewise. Layers of the same shape have runs of the same form.
/// </remarks>
public readonly ref struct TargetNetworks
{
    private readonly OffPolicyLayout layout;
    private readonly ReadOnlySpan<float> online;
    private readonly Span<float> targets;

    internal TargetNetworks(OffPolicyLayout layout, ReadOnlySpan<float> online, Span<float> targets)
    {
        this.layout = layout;
        this.online = online;
        this.targets = targets;
    }

    /// <summary>The networks' shapes.</summary>
    public OffPolicySpec Spec => layout.Spec;

    /// <summary>Networks, in the order of <see cref="OffPolicySpec.Networks"/>: the actor is 0.</summary>
    public int Count => layout.Networks.Count;

    /// <summary>Layers of a network.</summary>
    /// <param name="network">From 0 to <see cref="Count"/> − 1.</param>
    public int Layers(int network) => layout.Networks[network].Count;

    /// <summary>Shape of a layer.</summary>
    /// <param name="network">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="layer">From 0 to <see cref="Layers"/> − 1.</param>
    public DenseLayerSpec Layer(int network, int layer) => layout.Networks[network][layer].Spec;

    /// <summary>Online parameters of a layer.</summary>
    /// <param name="network">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="layer">From 0 to <see cref="Layers"/> − 1.</param>
    public ReadOnlySpan<float> Online(int network, int layer)
    {
        PaddedLayer placed = layout.Networks[network][layer];
        return online[placed.Weights..placed.End];
    }

    /// <summary>The target's parameters of a layer, to be written.</summary>
    /// <param name="network">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="layer">From 0 to <see cref="Layers"/> − 1.</param>
    public Span<float> Target(int network, int layer)
    {
        PaddedLayer placed = layout.Networks[network][layer];
        return targets[placed.Weights..placed.End];
    }
}
