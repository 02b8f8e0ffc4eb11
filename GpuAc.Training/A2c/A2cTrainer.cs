using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Returns;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.A2c;

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
