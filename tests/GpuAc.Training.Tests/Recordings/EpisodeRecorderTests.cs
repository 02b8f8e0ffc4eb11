using System.Text.Json;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recordings;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Recordings;

public class EpisodeRecorderTests
{
    [Fact]
    public void Schedule_CubesAndThousands_AreIncluded()
    {
        long[] included = [.. Enumerable.Range(0, 3001).Select(i => (long)i).Where(RecordingSchedule.Includes)];
        Assert.Equal([0, 1, 8, 27, 64, 125, 216, 343, 512, 729, 1000, 1331, 1728, 2000, 2197, 2744, 3000], included);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Observe_EpisodesOfTheSchedule_WritesWhatHappened(int numEnvs)
    {
        using var folder = new TemporaryFolder();
        A2cConfig config = TestSettings.A2c with { NumEnvs = numEnvs, NumSteps = 7, WholeEpisodes = true };
        using ITrainer trainer = Trainer.Create<ClockEnvironment>(config, new TrainerOptions { Threads = 1 });
        var recorder = new EpisodeRecorder(trainer, folder.Path);
        long episodes = 0;
        while (episodes <= 27)
        {
            IterationMetrics metrics = trainer.Iterate();
            recorder.Observe(metrics);
            episodes += metrics.Episodes;
        }

        Assert.Equal(
            ["episode-000000.jsonl", "episode-000001.jsonl", "episode-000008.jsonl", "episode-000027.jsonl"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string file in Directory.GetFiles(folder.Path))
            AssertIsAnEpisode(File.ReadAllLines(file));
    }

    [Fact]
    public void Create_RolloutsAreNotEpisodes_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        using ITrainer trainer = Trainer.Create<ClockEnvironment>(TestSettings.A2c, new TrainerOptions { Threads = 1 });
        Assert.Contains(
            "wholeEpisodes=true", Assert.Throws<GpuAcException>(() => new EpisodeRecorder(trainer, folder.Path)).Message,
            StringComparison.Ordinal);
    }

    // Steps count up by one, the reward is the count plus the action, and the second observation says when the episode terminates.
    private static void AssertIsAnEpisode(string[] lines)
    {
        JsonElement[] steps = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        int last = (int)(4 * steps[0].GetProperty("observation")[1].GetSingle());
        Assert.Equal(Math.Min(last, 7), steps.Length);
        for (int t = 0; t < steps.Length; t++)
        {
            Assert.Equal(t, steps[t].GetProperty("step").GetInt32());
            Assert.Equal(t, 4 * steps[t].GetProperty("observation")[0].GetSingle());
            Assert.Equal(t + steps[t].GetProperty("action")[0].GetSingle(), steps[t].GetProperty("reward").GetSingle());
            Assert.Equal(t == steps.Length - 1, steps[t].TryGetProperty("terminated", out _));
        }

        Assert.Equal(last <= 7, steps[^1].GetProperty("terminated").GetBoolean());
        Assert.Equal(last > 7, steps[^1].GetProperty("truncated").GetBoolean());
    }
}
