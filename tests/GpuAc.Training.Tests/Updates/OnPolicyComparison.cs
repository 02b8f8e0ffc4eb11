using System.Text.Json;
using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.States;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>
/// Iterations of an on-policy algorithm's trainer, from given weights and a given rollout, against PyTorch's; see tests/Reference/updates.
/// </summary>
internal static class OnPolicyComparison
{
    /// <summary>Runs the case's iterations and fails unless weights, gradients and metrics are PyTorch's.</summary>
    /// <param name="given">The case.</param>
    /// <param name="engine">A device with it; disposed here.</param>
    /// <param name="what">What it is, for messages.</param>
    public static void Check(GivenRollout given, GivenRolloutEngine engine, string what)
    {
        using OnPolicyTrainer trainer = Create(given, engine);
        double[] start = given.Data.Doubles("parameters");
        int iteration = 0;
        foreach (JsonElement expected in given.Data.GetProperty("iterations").EnumerateArray())
        {
            string when = $"{what}, iteration {++iteration}";
            IterationMetrics metrics = trainer.Iterate();
            RelativeError.AssertGradient(Networks(given), expected.Doubles("gradient"), engine.DownloadGradient(), $"{when}, gradient");
            RelativeError.AssertChange(
                Networks(given), start, expected.Doubles("parameters"), trainer.Snapshot().Parameters, $"{when}, weights");
            AssertMetrics(expected.GetProperty("metrics"), metrics, when);
        }
    }

    private static IEnumerable<MlpSpec> Networks(GivenRollout given) =>
        [given.Network.Body, given.Network.Actor, given.Network.Critic];

    private static OnPolicyTrainer Create(GivenRollout given, GivenRolloutEngine engine)
    {
        var setup = new OnPolicySetup(given.Environment, given.Network, given.Distribution, engine, given.Seed);
        // All that there are, whatever the algorithm reports of itself.
        IReadOnlyList<Metric<OnPolicyReport>> metrics =
            [.. OnPolicyMetrics.ActorCritic, OnPolicyMetrics.ApproxKl, OnPolicyMetrics.ClipFraction];
        return given.Config is A3cConfig a3c
            ? new A3cTrainer(
                a3c, setup,
                AsynchronousEngines<A2CLoss>.Create(
                    1, Plan(given), (IStateful)engine.Shared!, _ => (IOnPolicyEngine<A2CLoss>)engine),
                metrics,
                (worker, progress) => OwnSteps.Update(a3c, worker, progress))
            : new OnPolicyTrainer(given.Config, setup, metrics, progress => OwnSteps.Update(given.Config, engine, progress));
    }

    private static RolloutPlan Plan(GivenRollout given) => new()
    {
        NumEnvs = given.Config.NumEnvs,
        NumSteps = given.Config.NumSteps,
        Seed = given.Seed,
        NormalizeObservations = false,
        ScaleRewards = false,
        Gamma = given.Config.Gamma,
    };

    // What a metric is not given for is not the algorithm's.
    private static void AssertMetrics(JsonElement expected, in IterationMetrics actual, string when)
    {
        foreach (JsonProperty metric in expected.EnumerateObject())
        {
            Metric named = metric.Name switch
            {
                "policyLoss" => OnPolicyMetrics.PolicyLoss,
                "valueLoss" => OnPolicyMetrics.ValueLoss,
                "entropy" => OnPolicyMetrics.Entropy,
                "approxKl" => OnPolicyMetrics.ApproxKl,
                "clipFraction" => OnPolicyMetrics.ClipFraction,
                "gradientNorm" => OnPolicyMetrics.GradientNorm,
                "explainedVariance" => OnPolicyMetrics.ExplainedVariance,
                _ => throw new ArgumentException($"There is no metric '{metric.Name}'.", nameof(expected)),
            };
            Near.Equal(metric.Value.GetDouble(), actual[named], RelativeError.Allowed, 1e-6, $"{when}, {metric.Name}");
        }
    }
}
