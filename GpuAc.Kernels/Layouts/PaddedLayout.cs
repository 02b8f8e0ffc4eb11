using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Layouts;

/// <summary>The padded layout of an <see cref="ActorCriticSpec"/>: body, actor, critic, log standard deviations.</summary>
internal sealed class PaddedLayout(ActorCriticSpec spec) : ParameterLayout([spec.Body, spec.Actor, spec.Critic], spec.LogStdCount)
{
    /// <summary>The network.</summary>
    public ActorCriticSpec Spec { get; } = spec;

    /// <summary>Layers of the shared body.</summary>
    public IReadOnlyList<PaddedLayer> Body => Networks[0];

    /// <summary>Layers of the actor.</summary>
    public IReadOnlyList<PaddedLayer> Actor => Networks[1];

    /// <summary>Layers of the critic.</summary>
    public IReadOnlyList<PaddedLayer> Critic => Networks[2];

    /// <summary>Offset of the critic's first parameter; its last comes before <see cref="LogStd"/>.</summary>
    public int CriticStart => Starts[2];

    /// <summary>Offset of the log standard deviations.</summary>
    public int LogStd => Extras;
}
