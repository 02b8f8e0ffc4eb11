using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// Starts networks from the weights of a policy; what the policy does not have, such as critics of actions, stays as it is.
/// </summary>
/// <param name="policy">The policy.</param>
internal readonly struct InitialPolicy(PolicySnapshot policy)
{
    /// <summary>Overwrites the parameters of an actor-critic.</summary>
    /// <exception cref="GpuAcException">The policy does not fit.</exception>
    public void CopyTo(ActorCriticSpec network, DistributionKind distribution, bool normalizes, float[] parameters)
    {
        ActorCriticSpec own = policy.Network;
        Require(distribution, normalizes);
        Require("body", own.Body, network.Body);
        Require("actor", own.Actor, network.Actor);
        if (own.HasCritic)
            Require("critic", own.Critic, network.Critic);
        ReadOnlySpan<float> from = policy.Parameters;
        from[..own.CriticOffset].CopyTo(parameters);
        if (own.HasCritic)
            from[own.CriticOffset..own.LogStdOffset].CopyTo(parameters.AsSpan(network.CriticOffset));
        from[own.LogStdOffset..].CopyTo(parameters.AsSpan(network.LogStdOffset));
    }

    /// <summary>Overwrites the parameters of an off-policy actor and of the body, if there is one.</summary>
    /// <exception cref="GpuAcException">The policy does not fit.</exception>
    public void CopyTo(OffPolicySpec networks, DistributionKind distribution, float[] parameters)
    {
        ActorCriticSpec own = policy.Network;
        Require(distribution, normalizes: false);
        Require("body", own.Body, networks.Body ?? new MlpSpec(networks.Actor.Inputs, []));
        Require("actor", own.Actor, networks.Actor);
        ReadOnlySpan<float> from = policy.Parameters;
        from[own.ActorOffset..own.CriticOffset].CopyTo(parameters);
        from[..own.ActorOffset].CopyTo(parameters.AsSpan(own.Actor.ParameterCount));
    }

    private static string Describe(MlpSpec network) => network.Layers.Count == 0 ? "none"
        : string.Join('-', network.Layers.Select(layer => $"{layer.Outputs} {layer.Activation}").Prepend($"{network.Inputs}"));

    private static void Require(string part, MlpSpec own, MlpSpec wanted)
    {
        if (own.Inputs != wanted.Inputs || !own.Layers.SequenceEqual(wanted.Layers))
            throw new GpuAcException(
                $"The policy to start from has the {part} {Describe(own)}, but the settings make {Describe(wanted)}; set hiddenSizes and "
                + "activation as its run did.");
    }

    private void Require(DistributionKind distribution, bool normalizes)
    {
        if (policy.Distribution != distribution)
            throw new GpuAcException(
                $"The policy to start from has the action distribution {policy.Distribution}, but the settings make {distribution}.");
        if (policy.Normalization != null || normalizes)
            throw new GpuAcException(
                "A run that normalises observations begins with moments of its own, so it cannot start from a policy, nor can any from a "
                + "policy that normalises; go on with the earlier run instead, or leave normalizeObservations false.");
    }
}
