using System.Globalization;
using System.Text.Json;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Recordings;

/// <summary>
/// Writes the episodes of <see cref="RecordingSchedule"/> into a folder as training plays them, <c>episode-000027.jsonl</c>: one JSON
/// object per step, with <c>step</c>, <c>observation</c>, <c>action</c> and <c>reward</c>, and <c>terminated</c> and <c>truncated</c> of
/// the last.
/// </summary>
public sealed class EpisodeRecorder
{
    private readonly IRecordsEpisodes source;
    private readonly string folder;
    private long played;

    /// <summary>Prepares recording; creates the folder.</summary>
    /// <param name="trainer">The trainer whose episodes to record.</param>
    /// <param name="folder">Folder for the files.</param>
    /// <exception cref="GpuAcException">The trainer's rollouts are not whole episodes, or its device does not keep them.</exception>
    public EpisodeRecorder(ITrainer trainer, string folder)
    {
        source = trainer is IRecordsEpisodes { RecordedEpisodes: > 0 } records
            ? records
            : throw new GpuAcException(
                "Episodes can be recorded only where rollouts are whole episodes (wholeEpisodes=true, or reinforce), on the CPU; train "
                + "on the device 'cpu'.");
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Records those of an iteration's episodes that the schedule selects; to be called after every iteration.</summary>
    public void Observe(in IterationMetrics metrics)
    {
        for (int i = 0; i < metrics.Episodes; i++, played++)
        {
            if (RecordingSchedule.Includes(played))
                Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"episode-{played:D6}.jsonl")), source.Read(i));
        }
    }

    private static void Write(string path, RecordedEpisode episode)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream);
        for (int t = 0; t < episode.Rewards.Count; t++)
        {
            json.WriteStartObject();
            json.WriteNumber("step", t);
            Write(json, "observation", episode.Observations[t]);
            Write(json, "action", episode.Actions[t]);
            json.WriteNumber("reward", episode.Rewards[t]);
            if (t == episode.Rewards.Count - 1)
            {
                json.WriteBoolean("terminated", episode.Terminated);
                json.WriteBoolean("truncated", !episode.Terminated);
            }

            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
