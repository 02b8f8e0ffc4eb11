using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Support;

/// <summary>Policies with random weights, the same for the same arguments.</summary>
internal static class TestPolicies
{
    internal static PolicySnapshot CartPole(int seed = 1) =>
        Create(DistributionKind.Categorical, seed: seed, observations: 4, actions: 2, hidden: [64, 64]);

    internal static PolicySnapshot Pendulum(int seed = 2) =>
        Create(DistributionKind.DiagonalGaussian, seed: seed, observations: 3, actions: 1, hidden: [64, 64]);

    internal static PolicySnapshot Create(
        DistributionKind distribution,
        Activation? activation = null,
        bool shared = false,
        bool normalized = true,
        bool critic = true,
        int observations = 5,
        int actions = 3,
        int[]? hidden = null,
        int seed = 1,
        float rewardScale = 1)
    {
        hidden ??= [17, 9];
        activation ??= Activation.Tanh;
        bool discrete = distribution == DistributionKind.Categorical;
        MlpSpec body = shared ? MlpSpec.Create(observations, hidden, activation, 0) : new MlpSpec(observations, []);
        int[] heads = shared ? [] : hidden;
        var network = new ActorCriticSpec(
            body, MlpSpec.Create(body.Outputs, heads, activation, distribution.HasStateLogStd() ? 2 * actions : actions),
            critic ? MlpSpec.Create(body.Outputs, heads, activation, 1) : new MlpSpec(body.Outputs, []),
            distribution.HasLogStd() && !distribution.HasStateLogStd() ? actions : 0);
        var numbers = new Numbers(seed);
        return new PolicySnapshot
        {
            Network = network,
            Parameters = numbers.Take(network.ParameterCount, -0.5f, 0.5f),
            Distribution = distribution,
            RewardScale = rewardScale,
            Normalization = normalized
                ? new ObservationNormalization(numbers.Take(observations, -1, 1), numbers.Take(observations, 0.1f, 4), 1e-8f, 2.5f)
                : null,
            ObservationNames = [.. Enumerable.Range(0, observations).Select(i => $"observation {i}")],
            ObservationLow = [.. Enumerable.Range(0, observations).Select(i => i == 0 ? float.NegativeInfinity : -5f - i)],
            ObservationHigh = [.. Enumerable.Range(0, observations).Select(i => i == 0 ? float.PositiveInfinity : 5f + i)],
            ActionNames = [.. Enumerable.Range(0, actions).Select(i => $"action {i}")],
            ActionLow = discrete ? [] : [.. Enumerable.Range(0, actions).Select(i => -0.7f - i)],
            ActionHigh = discrete ? [] : [.. Enumerable.Range(0, actions).Select(i => 0.9f + (2 * i))],
            Provenance = new PolicyProvenance
            {
                EnvironmentId = "Test-v0",
                Algorithm = "ppo",
                Seed = ulong.MaxValue,
                TrainingSteps = 123_456_789_012,
                EvaluationEpisodes = 100,
                EvaluationMeanReturn = 487.123456789,
                EvaluationStdReturn = 1.0 / 3,
            },
        };
    }

    /// <summary>[count, observation], some beyond the normaliser's clip.</summary>
    internal static float[] Observations(PolicySnapshot snapshot, int count, int seed = 7) =>
        new Numbers(seed).Take(count * snapshot.ObservationNames.Length, -6, 6);
}
