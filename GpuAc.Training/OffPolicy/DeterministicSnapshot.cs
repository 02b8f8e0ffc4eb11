using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Networks;

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
        EnvironmentSpec environment = setup.Environment;
        MlpSpec actor = setup.Networks.Actor;
        return new PolicySnapshot
        {
            Network = new ActorCriticSpec(setup.Networks.Body ?? new MlpSpec(actor.Inputs, []), actor, new MlpSpec(actor.Inputs, []), 0),
            Parameters = parameters,
            Distribution = setup.Distribution,
            ObservationNames = [.. environment.Observation.Select(dimension => dimension.Name)],
            ObservationLow = [.. environment.Observation.Select(dimension => dimension.Low)],
            ObservationHigh = [.. environment.Observation.Select(dimension => dimension.High)],
            ActionNames = [.. environment.Action.Names],
            ActionLow = environment.Action is BoxSpace low ? [.. low.Dimensions.Select(dimension => dimension.Low)] : [],
            ActionHigh = environment.Action is BoxSpace high ? [.. high.Dimensions.Select(dimension => dimension.High)] : [],
            Provenance =
                new PolicyProvenance { EnvironmentId = environment.Id, Algorithm = algorithm, Seed = setup.Seed, TrainingSteps = envSteps },
        };
    }
}
