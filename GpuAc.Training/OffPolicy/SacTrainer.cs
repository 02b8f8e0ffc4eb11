using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>Soft actor-critic with automatic temperature. Haarnoja et al., arXiv:1812.05905, algorithm 1.</summary>
/// <remarks>
/// Acts with draws of a tanh-squashed Gaussian. Each update draws a minibatch, takes one step of both critics towards
/// y = r + γ·(min Q'(s', a') − α·ln π(a' | s')) with a' from the current policy, one of the actor down α·ln π(a | s) − min Q(s, a), one of
/// the temperature, and lets the critics' targets follow by τ.
/// </remarks>
public sealed class SacTrainer : OffPolicyTrainer
{
    internal SacTrainer(SacConfig config, OffPolicySetup setup)
        : base(config, setup)
    {
    }

    internal static OffPolicyPlan Plan(SacConfig config, ulong seed, int actionSize) => SoftPlan(config, seed) with
    {
        TargetEntropy = config.TargetEntropy * actionSize,
    };
}
