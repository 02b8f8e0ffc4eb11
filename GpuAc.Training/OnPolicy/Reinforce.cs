using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Training.Algorithms;

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
public sealed class Reinforce : OnPolicyAlgorithm<ReinforceConfig, A2CLoss>
{
    /// <summary>The algorithm.</summary>
    public static Reinforce Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "reinforce";

    /// <inheritdoc/>
    public override string Summary => "REINFORCE, with or without a baseline";

    /// <inheritdoc/>
    public override ReinforceConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(ReinforceConfig config) =>
        config.Baseline ? OnPolicyMetrics.ActorCritic : OnPolicyMetrics.Actor;

    /// <inheritdoc/>
    protected override void Update(IOnPolicyEngine<A2CLoss> engine, ReinforceConfig config, double progress)
    {
        engine.Rollout();
        engine.EstimateReturns(
            ReturnEstimatorKind.Episode, new ReturnSettings { Gamma = config.Gamma, WithoutBaseline = !config.Baseline });
        var loss = new A2CLoss
        {
            ValueCoefficient = config.Baseline ? config.ValueCoefficient : 0,
            EntropyCoefficient = config.EntropyCoefficient,
        };
        engine.Learn(OneStepPlan(engine, config), loss, progress, config.NormalizeAdvantages);
    }
}
