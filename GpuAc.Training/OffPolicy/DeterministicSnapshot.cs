using GpuAc.Policies.Networks;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.OffPolicy;

/// <summary>Makes the snapshot of an off-policy actor: the actor alone, without critics, whose values need an action.</summary>
internal static class DeterministicSnapshot
{
    /// <summary>Assembles a snapshot.</summary>
    /// <param name="setup">Environment, actor, seed.</param>
    /// <param name="parameters">Parameters of the body, if there is one, then of the actor.</param>
    /// <param name="algorithm">Name of the algorithm.</param>
    /// <param name="envSteps">Environment steps learnt from.</param>
    public static PolicySnapshot Of(OffPolicySetup setup, float[] parameters, string algorithm, long envSteps)
    {
        MlpSpec actor = setup.Networks.Actor;
        var network = new ActorCriticSpec(setup.Networks.Body ?? new MlpSpec(actor.Inputs, []), actor, new MlpSpec(actor.Inputs, []), 0);
        return TrainedPolicy.Snapshot(
            setup.Environment, network, parameters, setup.Distribution, null, 1, algorithm, setup.Seed, envSteps);
    }
}
