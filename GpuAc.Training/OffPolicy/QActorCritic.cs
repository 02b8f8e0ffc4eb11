using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>
/// Q actor-critic: the policy gradient theorem with a learnt Q. Sutton et al. (NIPS 2000); with replay for the critic alone.
/// </summary>
/// <remarks>
/// Acts with draws of a softmax policy. Each update of the critic draws a minibatch and takes a step towards y = r + γ·Σ π(a' | s')·Q'(s',
/// a'); every <see cref="QActorCriticConfig.CriticUpdates"/>-th is followed by a step of the actor along ∇ln π(a | s)·(Q(s, a) − Σ π·Q)
/// over the transitions made since its last.
/// </remarks>
public sealed class QActorCritic : DiscreteAlgorithm<QActorCriticConfig, QActorCriticUpdate>
{
    /// <summary>The algorithm.</summary>
    public static QActorCritic Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "q-actor-critic";

    /// <inheritdoc/>
    public override string Summary => "Q actor-critic with a shared body";

    /// <inheritdoc/>
    public override QActorCriticConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OffPolicyReport>> Metrics(QActorCriticConfig config) =>
        [.. OffPolicyMetrics.ActorCritic, OffPolicyMetrics.Entropy];

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(QActorCriticConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with
    {
        PolicyDelay = config.CriticUpdates,
        NewestBatch = new NewestBatchPlan { Size = (int)config.ActorBatchSize, ClearsReplay = config.ClearReplay },
    };

    /// <inheritdoc/>
    protected override QActorCriticUpdate UpdateOf(QActorCriticConfig config) => new()
    {
        QRegularizer = config.QRegularizer,
        EntropyCoefficient = config.EntropyCoefficient,
        SymlogValues = config.SymlogValues,
    };
}
