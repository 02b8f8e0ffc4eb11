using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Inference;

/// <summary>Policies with made-up weights.</summary>
internal static class TestPolicies
{
    public const int Observations = 3;

    public static PolicySnapshot Create(
        DistributionKind distribution, Activation? activation = null, int[]? hidden = null, bool shared = false,
        bool normalized = false, int actions = 2, float rewardScale = 1)
    {
        activation ??= Activation.Tanh;
        bool discrete = distribution == DistributionKind.Categorical;
        bool stateDependent = distribution.HasStateLogStd();
        ActorCriticSpec network = TestNetworks.Create(
            Observations, hidden ?? [17, 5], stateDependent ? 2 * actions : actions, activation, shared,
            discrete || stateDependent ? 0 : actions);
        return new PolicySnapshot
        {
            Network = network,
            Parameters = TestNetworks.Parameters(network, new TestNumbers(network.ParameterCount)),
            Distribution = distribution,
            // The second component has hardly any variance, so that most of it is clipped.
            Normalization = normalized ? new ObservationNormalization([0.5f, -1, 2], [2.5f, 1e-4f, 0.3f], 1e-8f, 10) : null,
            RewardScale = rewardScale,
            ObservationNames = ["a", "b", "c"],
            ObservationLow = [-1, -1, -1],
            ObservationHigh = [1, 1, 1],
            ActionNames = [.. Enumerable.Range(0, actions).Select(i => $"action {i}")],
            ActionLow = discrete ? [] : [.. Enumerable.Range(0, actions).Select(i => -0.6f - i)],
            ActionHigh = discrete ? [] : [.. Enumerable.Range(0, actions).Select(i => 0.4f + (2 * i))],
            Provenance = new PolicyProvenance { EnvironmentId = "Test-v0", Algorithm = "ppo" },
        };
    }
}
