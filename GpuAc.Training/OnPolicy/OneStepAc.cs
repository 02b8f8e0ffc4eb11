using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// One-step actor-critic: the temporal-difference error δ = r + γV(s′) − V(s) teaches the critic, as TD(0), and weighs the actor's step.
/// Sutton and Barto, "Reinforcement Learning" (2nd edition), §13.5, with many environments in place of one.
/// </summary>
/// <remarks>The book's factor γᵗ is left out, as everywhere in practice; V(s′) is 0 where the episode terminated, and V of the true last
/// observation where a time limit cut it.</remarks>
public sealed class OneStepAc : OnPolicyAlgorithm<OneStepAcConfig, A2CLoss>
{
    /// <summary>The algorithm.</summary>
    public static OneStepAc Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "one-step-ac";

    /// <inheritdoc/>
    public override string Summary => "one-step actor-critic";

    /// <inheritdoc/>
    public override OneStepAcConfig Defaults => new();

    /// <inheritdoc/>
    protected override void Update(IOnPolicyEngine<A2CLoss> engine, OneStepAcConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(ReturnEstimatorKind.NStep, new ReturnSettings { Gamma = config.Gamma, ReturnSteps = 1 });
        var loss = new A2CLoss { ValueCoefficient = config.ValueCoefficient, EntropyCoefficient = config.EntropyCoefficient };
        engine.Learn(OneStepPlan(engine, config), loss, progress, config.NormalizeAdvantages);
    }
}
