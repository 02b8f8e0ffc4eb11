using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Layouts;

/// <summary>The padded layout of an <see cref="OffPolicySpec"/>: actor, shared body, critics.</summary>
internal sealed class OffPolicyLayout : ParameterLayout
{
    /// <summary>Lays out the networks.</summary>
    public OffPolicyLayout(OffPolicySpec spec)
        : base(spec.Networks)
    {
        Spec = spec;
        int parts = spec.Critic.Networks.Count;
        int first = spec.Body == null ? 1 : 2;
        CriticStart = Starts[1];
        ActorLength = Starts[first];
        CriticStride = Starts[first + parts] - Starts[first];
        Body = spec.Body == null ? [] : Networks[1];
        Critics = [.. Enumerable.Range(0, spec.NumCritics).Select(k => Networks.Skip(first + (k * parts)).Take(parts).ToArray())];
    }

    /// <summary>The networks.</summary>
    public OffPolicySpec Spec { get; }

    /// <summary>Layers of the actor.</summary>
    public IReadOnlyList<PaddedLayer> Actor => Networks[0];

    /// <summary>Layers of the shared body; none without.</summary>
    public IReadOnlyList<PaddedLayer> Body { get; }

    /// <summary>Layers of each critic's parts, in the order of <see cref="QNetworkSpec.Networks"/>.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<PaddedLayer>>> Critics { get; }

    /// <summary>Offset of what a step of the critics moves: the shared body, if any, and the critics, up to the end.</summary>
    public int CriticStart { get; }

    /// <summary>Length of what a step of the actor moves: the actor and the shared body, if any, from the start.</summary>
    public int ActorLength { get; }

    /// <summary>Distance between critics.</summary>
    public int CriticStride { get; }
}
