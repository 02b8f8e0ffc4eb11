using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OnPolicy;

/// <summary>Asynchronous advantage actor-critic. Mnih et al., arXiv:1602.01783, algorithm S3.</summary>
/// <remarks>
/// Every worker acts with its own weights, learns from its own rollout, pushes the gradient to the shared network and pulls what comes of
/// it (<see cref="AsynchronousEngines{TLoss}"/>), whatever the others are doing. An iteration is a number of pushes by whoever is ready;
/// only at its end do workers wait, for the metrics and for evaluations. Rollouts are too short to say what share of the returns'
/// variance the critic explains.
/// </remarks>
public sealed class A3c : OnPolicyAlgorithm<A3cConfig, A2CLoss>
{
    /// <summary>The algorithm.</summary>
    public static A3c Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "a3c";

    /// <inheritdoc/>
    public override string Summary => "asynchronous advantage actor-critic";

    /// <inheritdoc/>
    public override A3cConfig Defaults => new();

    /// <inheritdoc/>
    protected override IReadOnlyList<Metric<OnPolicyReport>> Metrics(A3cConfig config) =>
        [.. OnPolicyMetrics.ActorCritic.Where(metric => metric != OnPolicyMetrics.ExplainedVariance)];

    /// <summary>One worker's rollout and push.</summary>
    protected override void Update(IOnPolicyEngine<A2CLoss> engine, A3cConfig config, double progress)
    {
        engine.Rollout();
        // To the rollout's end and no further: the longest n-step return that each step can have.
        engine.EstimateReturns(ReturnEstimatorKind.MonteCarlo, new ReturnSettings { Gamma = config.Gamma });
        var loss = new A2CLoss { ValueCoefficient = config.ValueCoefficient, EntropyCoefficient = config.EntropyCoefficient };
        engine.Learn(OneStepPlan(engine, config), loss, progress, config.NormalizeAdvantages);
    }

    /// <inheritdoc/>
    private protected override ITrainer Create<TEnv, TDistribution>(A3cConfig config, TrainerOptions options)
    {
        (ActorCriticSpec network, float[] parameters, RolloutPlan plan) = Prepare<TEnv, TDistribution>(config, options);
        AsynchronousEngines<A2CLoss> engines = OnPolicyEngines.CreateAsynchronous<TEnv, TDistribution, A2CLoss>(
            network, parameters, plan, config.Optimizer, config.NumWorkers, options);
        return new A3cTrainer(
            config, new OnPolicySetup(TEnv.Spec, network, TDistribution.Kind, engines.Workers[0], options.Seed), engines, Metrics(config),
            (engine, progress) => Update(engine, config, progress));
    }
}
