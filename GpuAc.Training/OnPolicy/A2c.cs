using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>Advantage actor-critic: one gradient step over each whole rollout. Mnih et al., arXiv:1602.01783, made synchronous.</summary>
public sealed class A2c : OnPolicyAlgorithm<A2cConfig, A2CLoss>
{
    /// <summary>The algorithm.</summary>
    public static A2c Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "a2c";

    /// <inheritdoc/>
    public override string Summary => "advantage actor-critic";

    /// <inheritdoc/>
    public override A2cConfig Defaults => new();

    /// <inheritdoc/>
    protected override void Update(IOnPolicyEngine<A2CLoss> engine, A2cConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(
            config.Returns, new ReturnSettings { Gamma = config.Gamma, GaeLambda = config.GaeLambda, ReturnSteps = config.ReturnSteps });
        var loss = new A2CLoss { ValueCoefficient = config.ValueCoefficient, EntropyCoefficient = config.EntropyCoefficient };
        engine.Learn(OneStepPlan(engine, config), loss, progress, config.NormalizeAdvantages);
    }
}
