using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Proximal policy optimisation with the clipped surrogate. Schulman et al., arXiv:1707.06347, algorithm 1.</summary>
public sealed class Ppo : OnPolicyAlgorithm<PpoConfig, PpoLoss>
{
    /// <summary>The algorithm.</summary>
    public static Ppo Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "ppo";

    /// <inheritdoc/>
    public override string Summary => "proximal policy optimisation";

    /// <inheritdoc/>
    public override PpoConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(PpoConfig config) =>
        [.. OnPolicyMetrics.ActorCritic, OnPolicyMetrics.ApproxKl, OnPolicyMetrics.ClipFraction];

    /// <inheritdoc/>
    protected override void Update(IOnPolicyEngine<PpoLoss> engine, PpoConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(
            ReturnEstimatorKind.Gae, new ReturnSettings { Gamma = config.Gamma, GaeLambda = config.GaeLambda });
        engine.Learn(PlanOf(config), LossOf(config), progress, config.NormalizeAdvantages);
    }

    private static LearnPlan PlanOf(PpoConfig config) => new()
    {
        NumEpochs = config.NumEpochs,
        MinibatchSize = config.MinibatchSize,
        Optimizer = config.Optimizer,
        CriticRateScale = config.CriticRateScale,
        MaxGradNorm = config.MaxGradNorm,
        TargetKl = config.TargetKl,
    };

    private static PpoLoss LossOf(PpoConfig config) => new()
    {
        ClipRange = config.ClipRange,
        ValueClipRange = config.ValueClipRange,
        ValueCoefficient = config.ValueCoefficient,
        EntropyCoefficient = config.EntropyCoefficient,
    };
}
