using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>Deep deterministic policy gradient. Lillicrap et al., arXiv:1509.02971, algorithm 1.</summary>
/// <remarks>
/// Acts with a = tanh(actor(s)) + noise. Each update draws a minibatch, takes one step of the critic towards
/// y = r + γ·Q'(s', π'(s')) and one of the actor up the critic, and lets both targets follow by τ.
/// </remarks>
public sealed class DdpgTrainer : OffPolicyTrainer
{
    internal DdpgTrainer(DdpgConfig config, OffPolicySetup setup)
        : base(config, setup)
    {
    }

    internal static OffPolicyPlan Plan(DdpgConfig config, ulong seed) => CommonPlan(config, seed) with
    {
        UsesTargetActor = true,
        TargetRule = config.TargetRule,
    };
}
