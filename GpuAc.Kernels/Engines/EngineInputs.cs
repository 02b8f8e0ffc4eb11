using GpuAc.Envs.Contracts;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Engines;

/// <summary>What an engine is made of, checked before memory is laid out by it: schedules trust these sizes.</summary>
internal static class EngineInputs
{
    /// <summary>Throws unless environment, networks and parameters of on-policy training fit together.</summary>
    /// <exception cref="GpuAcException">They do not; all faults are named.</exception>
    public static void Require<TEnv, TDistribution>(ActorCriticSpec network, float[] parameters)
        where TEnv : struct, IEnvironment
        where TDistribution : struct, IActionDistribution
    {
        EnvironmentSpec spec = Environment<TEnv>();
        var faults = new List<string>();
        Expect(faults, "The network's input", network.Body.Inputs, "the observation", spec.Observation.Count);
        Expect(faults, "The actor's input", network.Actor.Inputs, "the body's output", network.Body.Outputs);
        Expect(faults, "The critic's input", network.Critic.Inputs, "the body's output", network.Body.Outputs);
        Expect(
            faults, "What the actor gives with its log standard deviations", network.Actor.Outputs + network.LogStdCount,
            "the distribution", TDistribution.ParameterCount(spec.Action.Size));
        Expect(faults, "The critic's output", network.Critic.Outputs, "a value", 1);
        Expect(faults, "The array of parameters", parameters.Length, "the network", network.ParameterCount);
        Throw(faults, spec);
    }

    /// <summary>Throws unless environment, networks and parameters of off-policy training fit together.</summary>
    /// <exception cref="GpuAcException">They do not; all faults are named.</exception>
    public static void Require<TEnv>(OffPolicySpec networks, float[] parameters)
        where TEnv : struct, IEnvironment
    {
        EnvironmentSpec spec = Environment<TEnv>();
        var faults = new List<string>();
        Expect(faults, "The networks' input", networks.Observations, "the observation", spec.Observation.Count);
        Expect(
            faults, "The array of parameters", parameters.Length, "the networks", networks.Networks.Sum(network => network.ParameterCount));
        Throw(faults, spec);
    }

    private static EnvironmentSpec Environment<TEnv>()
        where TEnv : struct, IEnvironment
    {
        SpecificationRules.Require(TEnv.Spec, typeof(TEnv).Name);
        return TEnv.Spec;
    }

    private static void Expect(List<string> faults, string what, int size, string measure, int expected)
    {
        if (size != expected)
            faults.Add($"{what} has {size} components, but {measure} has {expected}.");
    }

    private static void Throw(List<string> faults, EnvironmentSpec spec)
    {
        if (faults.Count > 0)
            throw new GpuAcException($"The networks do not fit the environment '{spec.Id}'. {string.Join(" ", faults)}");
    }
}
