using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>Advantage actor-critic: one gradient step over each whole rollout. Mnih et al., arXiv:1602.01783, made synchronous.</summary>
public sealed class A2cTrainer : OnPolicyTrainer
{
    private readonly A2cConfig config;
    private readonly LearnPlan plan;

    internal A2cTrainer(A2cConfig config, OnPolicySetup setup)
        : base(config, setup)
    {
        this.config = config;
        plan = OneStepPlan(config.ValueCoefficient);
    }

    /// <inheritdoc/>
    private protected override void Update()
    {
        Engine.Rollout();
        Engine.EstimateReturns(
            config.Returns, new ReturnSettings { Gamma = config.Gamma, GaeLambda = config.GaeLambda, NumSteps = config.ReturnSteps });
        Engine.Learn(plan, Progress, config.NormalizeAdvantages);
    }
}
