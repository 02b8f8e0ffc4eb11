using System.Text.Json;
using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Networks;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>
/// Updates by an off-policy algorithm's plan, from given weights, targets and replay, against PyTorch's; see tests/Reference/updates.
/// </summary>
internal static class OffPolicyComparison
{
    /// <summary>Makes the case's updates and fails unless weights, targets, gradients and reports are PyTorch's.</summary>
    /// <param name="given">The case.</param>
    /// <param name="learner">A device with it; disposed here.</param>
    /// <param name="what">What it is, for messages.</param>
    public static void Check(GivenReplay given, GivenReplayLearner learner, string what)
    {
        using GivenReplayLearner owned = learner;
        IReadOnlyList<MlpSpec> networks = given.Networks.Networks;
        double[] start = given.Data.Doubles("parameters"), targets = given.Data.Doubles("targets");
        int update = 0;
        foreach (JsonElement expected in given.Data.GetProperty("updates").EnumerateArray())
        {
            string when = $"{what}, update {++update}";
            LearningSums sums = learner.Update();
            AssertReports(expected, sums, when);
            if (given.Config is ISoftConfig soft)
                AssertTemperature(expected.GetProperty("temperature").GetDouble(), learner.Temperature, soft.InitialTemperature, when);
            AssertGradients(given.Networks, expected, learner.DownloadGradients(), when);
            RelativeError.AssertChange(networks, start, expected.Doubles("parameters"), learner.DownloadParameters(), $"{when}, weights");
            RelativeError.AssertChange(networks, targets, expected.Doubles("targets"), learner.DownloadTargets(), $"{when}, targets");
        }
    }

    private static void AssertGradients(OffPolicySpec spec, JsonElement expected, float[] actual, string when)
    {
        int own = spec.Actor.ParameterCount + (spec.Body?.ParameterCount ?? 0);
        RelativeError.AssertGradient(
            Enumerable.Repeat(spec.Critic.Networks, spec.NumCritics).SelectMany(parts => parts), expected.Doubles("criticGradient"),
            actual[own..], $"{when}, critics' gradient");
        if (expected.TryGetProperty("actorGradient", out _))
        {
            RelativeError.AssertGradient(
                spec.Body == null ? [spec.Actor] : [spec.Actor, spec.Body], expected.Doubles("actorGradient"), actual[..own],
                $"{when}, actor's gradient");
        }
    }

    private static void AssertReports(JsonElement expected, in LearningSums sums, string when)
    {
        bool withActor = expected.TryGetProperty("actorLoss", out _);
        Assert.Null(sums.NotFinite);
        Assert.Equal((1, withActor ? 1 : 0), (sums.Updates, sums.ActorUpdates));
        foreach (JsonProperty report in expected.EnumerateObject())
        {
            if (report.Value.ValueKind != JsonValueKind.Number || report.Name == "temperature")
                continue;
            double value = report.Name switch
            {
                "criticLoss" => sums.CriticLoss,
                "meanQ" => sums.Q,
                "criticGradientNorm" => sums.CriticGradientNorm,
                "actorLoss" => sums.ActorLoss,
                "logProb" => sums.LogProb,
                _ => throw new ArgumentException($"Nothing reports '{report.Name}'.", nameof(expected)),
            };
            Near.Equal(report.Value.GetDouble(), value, RelativeError.Allowed, 1e-6, $"{when}, {report.Name}");
        }
    }

    private static void AssertTemperature(double expected, float actual, float start, string when) => Near.Equal(
        expected, actual, 0, RelativeError.Allowed * Math.Abs(expected - start), $"{when}, temperature");
}
