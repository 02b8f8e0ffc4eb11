using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>Soft actor-critic for discrete actions. Christodoulou, arXiv:1910.07207, algorithm 1.</summary>
/// <remarks>
/// Acts with draws of a softmax policy. Each update draws a minibatch, takes one step of both critics towards
/// y = r + γ·Σ π(a' | s')·(min Q'(s', a') − α·ln π(a' | s')), one of the actor down Σ π·(α·ln π − min Q), one of the temperature,
/// and lets the critics' targets follow by τ.
/// </remarks>
public sealed class SacDiscreteTrainer : OffPolicyTrainer
{
    internal SacDiscreteTrainer(SacDiscreteConfig config, OffPolicySetup setup)
        : base(config, setup)
    {
    }

    internal static OffPolicyPlan Plan(SacDiscreteConfig config, ulong seed, int actions) => SoftPlan(config, seed) with
    {
        TargetEntropy = config.TargetEntropyRatio * MathF.Log(actions),
    };
}
