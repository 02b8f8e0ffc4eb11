using System.Text.Json;
using GpuAc.Kernels.Networks;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Training.A2c;
using GpuAc.Training.A3c;
using GpuAc.Training.OneStepAc;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Ppo;
using GpuAc.Training.Reinforce;
using GpuAc.Training.Rollouts;

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
        return given.Config switch
        {
            PpoConfig ppo => new PpoTrainer(ppo, setup),
            A2cConfig a2c => new A2cTrainer(a2c, setup),
            ReinforceConfig reinforce => new ReinforceTrainer(reinforce, setup),
            OneStepAcConfig oneStep => new OneStepAcTrainer(oneStep, setup),
            A3cConfig a3c => new A3cTrainer(a3c, setup, AsynchronousEngines.Create(1, Plan(given), engine.Shared!, _ => engine)),
            _ => throw new ArgumentException($"No trainer takes a {given.Config.GetType().Name}.", nameof(given)),
        };
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
            double value = metric.Name switch
            {
                "policyLoss" => actual.PolicyLoss,
                "valueLoss" => actual.ValueLoss,
                "entropy" => actual.Entropy,
                "approxKl" => actual.ApproxKl,
                "clipFraction" => actual.ClipFraction,
                "gradientNorm" => actual.GradientNorm,
                "explainedVariance" => actual.ExplainedVariance,
                _ => throw new ArgumentException($"There is no metric '{metric.Name}'.", nameof(expected)),
            };
            Near.Equal(metric.Value.GetDouble(), value, RelativeError.Allowed, 1e-6, $"{when}, {metric.Name}");
        }
    }
}
