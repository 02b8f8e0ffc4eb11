using GpuAc.Envs;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Cli.Commands;

/// <summary>Observations that a policy really meets, to verify its export on.</summary>
internal static class RecordedObservations
{
    private const int NumEnvs = 64;
    private const int NumSteps = 16;

    /// <summary>Plays the policy in 64 environments for 16 steps: the 1024 observations of the largest batch that is verified.</summary>
    /// <returns>[1024, observation], raw.</returns>
    public static float[] Record(EnvironmentEntry entry, PolicySnapshot policy)
    {
        using IVectorEnvironment environments = entry.CreateVectorEnvironment(NumEnvs);
        using CpuPolicy runner = CpuPolicy.Create(policy);
        environments.Reset(new RandomKey(policy.Provenance.Seed, RandomPurpose.Evaluation));
        int size = NumEnvs * entry.Spec.Observation.Count;
        var observations = new float[NumSteps * size];
        var actions = new float[NumEnvs * entry.Spec.Action.Components];
        for (int t = 0; t < NumSteps; t++)
        {
            environments.Observations.CopyTo(observations.AsSpan(t * size));
            runner.Act(environments.Observations, actions);
            environments.Step(actions);
        }

        return observations;
    }
}
