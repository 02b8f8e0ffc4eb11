using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>
/// REINFORCE: one gradient step over whole episodes, one of every environment, with their Monte-Carlo returns. Williams (1992); with a
/// baseline, Sutton and Barto, "Reinforcement Learning", §13.4.
/// </summary>
/// <remarks>
/// Every episode counts, from its start state to its end, however it ends: nothing is cut off, so nothing is dropped or bootstrapped. The
/// factor γᵗ of the book's algorithm is left out, as everywhere in practice. What is normalised are the returns, or the advantages where
/// there is a baseline.
/// </remarks>
public sealed class ReinforceTrainer : OnPolicyTrainer
{
    private readonly ReinforceConfig config;
    private readonly LearnPlan plan;

    internal ReinforceTrainer(ReinforceConfig config, OnPolicySetup setup)
        : base(config, setup)
    {
        this.config = config;
        plan = OneStepPlan(config.Baseline ? config.ValueCoefficient : 0);
    }

    /// <inheritdoc/>
    private protected override bool HasCritic => config.Baseline;

    /// <inheritdoc/>
    private protected override void Update()
    {
        Engine.Rollout();
        Engine.EstimateReturns(
            ReturnEstimatorKind.Episode, new ReturnSettings { Gamma = config.Gamma, WithoutBaseline = !config.Baseline });
        Engine.Learn(plan, Progress, config.NormalizeAdvantages);
    }
}
