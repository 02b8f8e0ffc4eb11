using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// One-step actor-critic: the temporal-difference error δ = r + γV(s′) − V(s) teaches the critic, as TD(0), and weighs the actor's step.
/// Sutton and Barto, "Reinforcement Learning" (2nd edition), §13.5, with many environments in place of one.
/// </summary>
/// <remarks>The book's factor γᵗ is left out, as everywhere in practice; V(s′) is 0 where the episode terminated, and V of the true last
/// observation where a time limit cut it.</remarks>
public sealed class OneStepAcTrainer : OnPolicyTrainer
{
    private readonly OneStepAcConfig config;
    private readonly LearnPlan plan;

    internal OneStepAcTrainer(OneStepAcConfig config, OnPolicySetup setup)
        : base(config, setup)
    {
        this.config = config;
        plan = OneStepPlan(config.ValueCoefficient);
    }

    /// <inheritdoc/>
    private protected override void Update()
    {
        Engine.Rollout();
        Engine.EstimateReturns(ReturnEstimatorKind.NStep, new ReturnSettings { Gamma = config.Gamma, NumSteps = 1 });
        Engine.Learn(plan, Progress, config.NormalizeAdvantages);
    }
}
