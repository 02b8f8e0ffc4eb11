using GpuAc.Envs.Contracts;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Algorithms;

/// <summary>Makes the snapshot of a policy from what was trained and what it was trained on.</summary>
internal static class TrainedPolicy
{
    /// <summary>A snapshot that goes by the names and limits of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="network">Network description.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="distribution">Kind of the action distribution.</param>
    /// <param name="normalization">Normalisation of observations, or null.</param>
    /// <param name="algorithm">Name of the algorithm.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="envSteps">Environment steps learnt from.</param>
    public static PolicySnapshot Snapshot(
        EnvironmentSpec environment, ActorCriticSpec network, float[] parameters, DistributionKind distribution,
        ObservationNormalization? normalization, string algorithm, ulong seed, long envSteps) => new()
    {
        Network = network,
        Parameters = parameters,
        Distribution = distribution,
        Normalization = normalization,
        ObservationNames = [.. environment.Observation.Select(dimension => dimension.Name)],
        ObservationLow = [.. environment.Observation.Select(dimension => dimension.Low)],
        ObservationHigh = [.. environment.Observation.Select(dimension => dimension.High)],
        ActionNames = [.. environment.Action.Names],
        ActionLow = environment.Action is BoxSpace low ? [.. low.Dimensions.Select(dimension => dimension.Low)] : [],
        ActionHigh = environment.Action is BoxSpace high ? [.. high.Dimensions.Select(dimension => dimension.High)] : [],
        Provenance =
            new PolicyProvenance { EnvironmentId = environment.Id, Algorithm = algorithm, Seed = seed, TrainingSteps = envSteps },
    };
}
