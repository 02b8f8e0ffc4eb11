using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Rollouts;

/// <summary>Reads what a rollout of whole episodes left in device memory; copied when first asked for.</summary>
/// <param name="device">Device.</param>
/// <param name="rollout">The rollout.</param>
/// <param name="plan">Its sizes.</param>
internal sealed class DeviceEpisodes(AcceleratorDevice device, SampleRows rollout, RolloutPlan plan)
{
    private float[]? values;

    /// <summary>Episodes of a rollout.</summary>
    public int Count => plan.NumEnvs;

    /// <summary>There is a new rollout.</summary>
    public void Forget() => values = null;

    /// <summary>The episode of an environment.</summary>
    public RecordedEpisode Read(int environment)
    {
        if (values == null)
        {
            values = new float[rollout.Values.Length];
            rollout.Values.CopyToCPU(device.Stream, values);
            device.Stream.Synchronize();
        }

        var observations = new List<float[]>();
        var actions = new List<float[]>();
        var rewards = new List<float>();
        bool terminated = false;
        for (int t = 0; t < plan.NumSteps; t++)
        {
            long sample = ((long)t * plan.NumEnvs) + environment;
            float end = Value(rollout.End, sample);
            if (end == EpisodeEnd.NotCounted)
                break;
            observations.Add(Rows(0, rollout.Observations, sample));
            actions.Add(Rows(rollout.Observations, rollout.LogProb, sample));
            rewards.Add(Value(rollout.Reward, sample));
            terminated = end == EpisodeEnd.Terminated;
        }

        return new RecordedEpisode { Observations = observations, Actions = actions, Rewards = rewards, Terminated = terminated };
    }

    private float Value(int row, long sample) => values![(row * rollout.Samples) + sample];

    private float[] Rows(int first, int end, long sample)
    {
        var picked = new float[end - first];
        for (int row = first; row < end; row++)
            picked[row - first] = Value(row, sample);
        return picked;
    }
}
