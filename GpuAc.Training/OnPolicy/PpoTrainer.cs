using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;

namespace GpuAc.Training.OnPolicy;

/// <summary>Proximal policy optimisation with the clipped surrogate. Schulman et al., arXiv:1707.06347, algorithm 1.</summary>
public sealed class PpoTrainer : OnPolicyTrainer
{
    private readonly PpoConfig config;
    private readonly LearnPlan plan;

    internal PpoTrainer(PpoConfig config, OnPolicySetup setup)
        : base(config, setup)
    {
        this.config = config;
        plan = new LearnPlan
        {
            NumEpochs = config.NumEpochs,
            MinibatchSize = config.MinibatchSize,
            Optimizer = config.Optimizer,
            CriticRateScale = config.CriticRateScale,
            MaxGradNorm = config.MaxGradNorm,
            TargetKl = config.TargetKl,
            Loss = new LossSettings
            {
                ClipRange = config.ClipRange,
                ValueClipRange = config.ValueClipRange,
                ValueCoefficient = config.ValueCoefficient,
                EntropyCoefficient = config.EntropyCoefficient,
            },
        };
    }

    /// <inheritdoc/>
    private protected override void Update()
    {
        Engine.Rollout();
        Engine.EstimateReturns(
            ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = config.Gamma, GaeLambda = config.GaeLambda });
        Engine.Learn(plan, Progress, config.NormalizeAdvantages);
    }
}
