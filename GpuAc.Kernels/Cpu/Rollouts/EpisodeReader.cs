using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Returns;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>Reads what a rollout of whole episodes left of one of them.</summary>
internal static unsafe class EpisodeReader
{
    /// <summary>The episode of an environment in the last rollout.</summary>
    public static RecordedEpisode Read(SampleTiles samples, ScanColumns columns, int environment)
    {
        var observations = new List<float[]>();
        var actions = new List<float[]>();
        var rewards = new List<float>();
        bool terminated = false;
        int lane = environment % Tile.Lanes, block = environment / Tile.Lanes;
        for (int t = 0; t < columns.Lengths[block]; t++)
        {
            float* column = columns[block, t] + lane;
            float end = column[ScanColumns.End * Tile.Lanes];
            if (end == EpisodeEnd.NotCounted)
                break;
            long index = ((long)t * columns.NumEnvs) + environment;
            float* sample = samples[(int)(index / Tile.Lanes)] + (index % Tile.Lanes);
            observations.Add(Rows(sample, 0, samples.Action));
            actions.Add(Rows(sample, samples.Action, samples.LogProb));
            rewards.Add(column[ScanColumns.Reward * Tile.Lanes]);
            terminated = end == EpisodeEnd.Terminated;
        }

        return new RecordedEpisode { Observations = observations, Actions = actions, Rewards = rewards, Terminated = terminated };
    }

    private static float[] Rows(float* sample, int first, int end)
    {
        var values = new float[end - first];
        for (int row = first; row < end; row++)
            values[row - first] = sample[row * Tile.Lanes];
        return values;
    }
}
