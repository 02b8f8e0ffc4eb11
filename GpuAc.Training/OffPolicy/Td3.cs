using GpuAc.Envs.Contracts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;

namespace GpuAc.Training.OffPolicy;

/// <summary>Twin delayed deep deterministic policy gradient. Fujimoto et al., arXiv:1802.09477, algorithm 1.</summary>
/// <remarks>
/// Acts with a = tanh(actor(s)) + noise. Each update draws a minibatch and takes one step of both critics towards
/// y = r + γ·min Q'(s', clip(π'(s') + clip(noise))); every <see cref="Td3Config.PolicyDelay"/>-th update then takes one step of the actor
/// up the first critic, and lets all targets follow by τ.
/// </remarks>
public sealed class Td3 : ContinuousAlgorithm<Td3Config, TanhPolicy>
{
    /// <summary>The algorithm.</summary>
    public static Td3 Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "td3";

    /// <inheritdoc/>
    public override string Summary => "twin delayed DDPG";

    /// <inheritdoc/>
    public override Td3Config Defaults => new();

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(Td3Config config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with
    {
        PolicyDelay = config.PolicyDelay,
    };

    /// <inheritdoc/>
    protected override ContinuousUpdate<TanhPolicy> UpdateOf(Td3Config config) =>
        new() { TargetNoise = config.TargetNoise, TargetNoiseClip = config.TargetNoiseClip };
}
