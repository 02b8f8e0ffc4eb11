using GpuAc.Kernels.Plans;

namespace GpuAc.Training.OffPolicy;

/// <summary>Twin delayed deep deterministic policy gradient. Fujimoto et al., arXiv:1802.09477, algorithm 1.</summary>
/// <remarks>
/// Acts with a = tanh(actor(s)) + noise. Each update draws a minibatch and takes one step of both critics towards
/// y = r + γ·min Q'(s', clip(π'(s') + clip(noise))); every <see cref="Td3Config.PolicyDelay"/>-th update then takes one step of the actor
/// up the first critic, and lets all targets follow by τ.
/// </remarks>
public sealed class Td3Trainer : OffPolicyTrainer
{
    internal Td3Trainer(Td3Config config, OffPolicySetup setup)
        : base(config, setup)
    {
    }

    internal static OffPolicyPlan Plan(Td3Config config, ulong seed) => CommonPlan(config, seed) with
    {
        PolicyDelay = config.PolicyDelay,
        UsesTargetActor = true,
        TargetNoise = config.TargetNoise,
        TargetNoiseClip = config.TargetNoiseClip,
    };
}
