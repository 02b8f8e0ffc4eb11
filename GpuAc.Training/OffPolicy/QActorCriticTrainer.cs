using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>
/// Q actor-critic: the policy gradient theorem with a learnt Q. Sutton et al. (NIPS 2000); with replay for the critic alone.
/// </summary>
/// <remarks>
/// Acts with draws of a softmax policy. Each update of the critic draws a minibatch and takes a step towards y = r + γ·Σ π(a' | s')·Q'(s',
/// a'); every <see cref="QActorCriticConfig.CriticUpdates"/>-th is followed by a step of the actor along ∇ln π(a | s)·(Q(s, a) − Σ π·Q)
/// over the transitions made since its last.
/// </remarks>
public sealed class QActorCriticTrainer : OffPolicyTrainer
{
    internal QActorCriticTrainer(QActorCriticConfig config, OffPolicySetup setup)
        : base(config, setup)
    {
    }

    /// <inheritdoc/>
    private protected override bool HasEntropy => true;

    internal static OffPolicyPlan Plan(QActorCriticConfig config, ulong seed) => CommonPlan(config, seed) with
    {
        PolicyDelay = config.CriticUpdates,
        ActorBatchSize = (int)config.ActorBatchSize,
        ClearsReplay = config.ClearReplay,
        QRegularizer = config.QRegularizer,
        EntropyCoefficient = config.EntropyCoefficient,
        SymlogValues = config.SymlogValues,
    };
}
