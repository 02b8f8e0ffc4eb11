using GpuAc.Export;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.ML.Tests.Support;

/// <summary>Policies of one layer, of which one can say what they answer.</summary>
internal static class TestPolicies
{
    /// <summary>Logits (lean, −lean) and value lean + 2 speed: goes "right" (1) where lean is negative.</summary>
    internal static byte[] Discrete(bool critic = true) => OnnxExporter.ToBytes(Snapshot(
        DistributionKind.Categorical, actor: [1, 0, -1, 0, 0, 0], critic ? [1, 2, 0] : [], logStd: [], ["left", "right"], [], []));

    /// <summary>Means (2 lean, speed), bounds ±1 and ±3, standard deviations 1 and e; value lean.</summary>
    internal static byte[] Continuous() => OnnxExporter.ToBytes(Snapshot(
        DistributionKind.DiagonalGaussian, actor: [2, 0, 0, 1, 0, 0], critic: [1, 0, 0], logStd: [0, 1], ["push", "turn"], [-1, -3],
        [1, 3]));

    private static PolicySnapshot Snapshot(
        DistributionKind kind, float[] actor, float[] critic, float[] logStd, string[] actions, float[] low, float[] high) => new()
    {
        Network = new ActorCriticSpec(
            new MlpSpec(2, []), MlpSpec.Create(2, [], Activation.Tanh, 2),
            critic.Length > 0 ? MlpSpec.Create(2, [], Activation.Tanh, 1) : new MlpSpec(2, []), logStd.Length),
        Parameters = [.. actor, .. critic, .. logStd],
        Distribution = kind,
        ObservationNames = ["lean", "speed"],
        ObservationLow = [-9, -9],
        ObservationHigh = [9, 9],
        ActionNames = actions,
        ActionLow = low,
        ActionHigh = high,
        Provenance = new PolicyProvenance { EnvironmentId = "Test-v0", Algorithm = "ppo" },
    };
}
