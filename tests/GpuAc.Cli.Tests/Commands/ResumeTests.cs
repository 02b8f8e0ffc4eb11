using GpuAc.Cli.Tests.Support;
using GpuAc.Policies.Files;
using GpuAc.Training;

namespace GpuAc.Cli.Tests.Commands;

/// <summary>Runs that were stopped and go on, and runs that repeat an earlier one's settings.</summary>
public class ResumeTests
{
    private static readonly string[] Ppo =
        ["train", "cartpole", "--device", "cpu", "--envs", "64", "--steps", "40960", "--set", "hiddenSizes=16", "--json"];

    private static readonly string[] Often = ["--checkpoint-iterations", "1", "--keep-checkpoints", "100"];

    [Fact]
    public void Resume_RunThatLostItsLastIterations_EndsWithTheSamePolicyAndMetrics()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        Gpuac whole = Gpuac.Run([.. Ppo, .. Often, "--out", run]);
        byte[] policy = File.ReadAllBytes(Path.Combine(run, "policy.msgpack"));
        string[] metrics = Metrics(run);
        string[] checkpoints = Checkpoints(run);
        Assert.True(checkpoints.Length >= 5);
        // As if the process had been killed after its second checkpoint, in the middle of writing the third.
        foreach (string file in checkpoints[2..])
            File.Delete(file);
        File.WriteAllBytes(checkpoints[2] + ".0123.tmp", [1, 2, 3]);
        File.Delete(Path.Combine(run, "policy.msgpack"));
        File.Delete(Path.Combine(run, "policy.onnx"));
        File.AppendAllText(Path.Combine(run, "metrics.csv"), "half a li");

        Gpuac resumed = Gpuac.Run("train", "--resume", run, "--json", "--threads", "1");
        Assert.Equal(whole.ExitCode, resumed.ExitCode);
        Assert.DoesNotContain("warning", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(policy, File.ReadAllBytes(Path.Combine(run, "policy.msgpack")));
        Assert.Equal(metrics, Metrics(run));
        Assert.DoesNotContain(Checkpoints(run), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        foreach (string field in (string[])["env", "algorithm", "seed", "device", "envSteps", "evalMeanReturn", "solved", "episodes"])
            Assert.Equal(whole.Json().GetProperty(field).ToString(), resumed.Json().GetProperty(field).ToString());
    }

    [Fact]
    public void Resume_NewestCheckpointDamaged_WarnsAndUsesTheOneBefore()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        Gpuac.Run([.. Ppo, .. Often, "--out", run]);
        byte[] policy = File.ReadAllBytes(Path.Combine(run, "policy.msgpack"));
        string newest = Checkpoints(run)[^1];
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^7]);
        Gpuac resumed = Gpuac.Run("train", "--resume", run, "--json");
        Assert.Contains("warning: Checkpoint", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("its checksum does not fit", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(policy, File.ReadAllBytes(Path.Combine(run, "policy.msgpack")));
    }

    [Fact]
    public void Resume_RunThatIsOver_GivesItsPolicyAgain()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        Gpuac whole = Gpuac.Run([.. Ppo, "--out", run]);
        byte[] policy = File.ReadAllBytes(Path.Combine(run, "policy.onnx"));
        string[] metrics = Metrics(run);
        Gpuac again = Gpuac.Run("train", "--resume", run, "--json");
        Assert.Equal(whole.ExitCode, again.ExitCode);
        Assert.Equal(policy, File.ReadAllBytes(Path.Combine(run, "policy.onnx")));
        Assert.Equal(metrics, Metrics(run));
    }

    [Fact]
    public void Resume_WithOtherSettingsOrWithoutARun_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run("train", "--resume", folder["none"]).AssertRefused("does not exist");
        Directory.CreateDirectory(folder["empty"]);
        Gpuac.Run("train", "--resume", folder["empty"]).AssertRefused("config.json", "cannot be read");
        Gpuac.Run("train", "cartpole", "--resume", folder["empty"]).AssertRefused("leave out 'cartpole'");
        Gpuac.Run("train", "--resume", folder["empty"], "--seed", "1").AssertRefused("leave out --seed");
        Gpuac.Run("train", "--resume", folder["empty"], "--set", "gamma=0.9").AssertRefused("leave out --set");
        Gpuac.Run("train", "--resume", folder["empty"], "--config", "x").AssertRefused("leave out --config");
    }

    [Fact]
    public void Resume_RunThatAnotherProcessIsIn_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        Gpuac.Run([.. Ppo, "--out", run]);
        using (RunFolder.Open(run).Occupy())
            Gpuac.Run("train", "--resume", run).AssertRefused("in use by another process");
        Assert.NotEqual(2, Gpuac.Run("train", "--resume", run).ExitCode);
    }

    [Fact]
    public void InitFrom_AnEarlierRun_StartsFromItsWeights()
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run([.. Ppo, "--out", folder["first"]]);
        string[] next = [.. Ppo, "--set", "learningRate=1e-30", "--seed", "5"];
        Gpuac.Run([.. next, "--out", folder["next"], "--init-from", folder["first"]]);
        Assert.Equal(
            PolicySnapshotFile.Load(Path.Combine(folder["first"], "policy.msgpack")).Parameters,
            PolicySnapshotFile.Load(Path.Combine(folder["next"], "policy.msgpack")).Parameters);
        Gpuac.Run([.. next, "--out", folder["other"], "--set", "hiddenSizes=17", "--init-from", folder["first"]])
            .AssertRefused("actor 4-16 Tanh-2 Identity");
        Gpuac.Run([.. next, "--out", folder["other"], "--init-from", folder["none"]]).AssertRefused("cannot be read");
        Assert.False(Directory.Exists(folder["other"]));
    }

    [Fact]
    public void Train_CheckpointsOutOfRange_IsRefusedBeforeAnythingIsMade()
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run("train", "cartpole", "--out", folder["run"], "--checkpoint-seconds", "-1").AssertRefused("'checkpointSeconds'", "-1");
        Gpuac.Run("train", "cartpole", "--out", folder["run"], "--keep-checkpoints", "0").AssertRefused("--keep-checkpoints");
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Config_OfAnEarlierRun_RepeatsItAndTakesChanges()
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run([.. Ppo, "--out", folder["first"]]);
        string config = Path.Combine(folder["first"], "config.json");
        Gpuac.Run("train", "--config", config, "--out", folder["again"], "--json");
        foreach (string file in (string[])["policy.msgpack", "policy.onnx"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["first"], file)), File.ReadAllBytes(Path.Combine(folder["again"], file)));
        Assert.Equal(File.ReadAllText(config), File.ReadAllText(Path.Combine(folder["again"], "config.json")));

        Gpuac changed = Gpuac.Run("train", "--config", config, "--out", folder["other"], "--json", "--seed", "9", "--set", "gamma=0.9");
        Assert.Equal(9, changed.Json().GetProperty("seed").GetInt64());
        string text = File.ReadAllText(Path.Combine(folder["other"], "config.json"));
        Assert.Contains("\"gamma\": \"0.9\"", text, StringComparison.Ordinal);
        Assert.Contains("\"hiddenSizes\": \"16\"", text, StringComparison.Ordinal);
        Gpuac.Run("train", "--config", config, "--recipe", "ppo-cartpole").AssertRefused("leave out --recipe");
        Gpuac.Run("train", "--config", folder["none.json"]).AssertRefused("cannot be read");
    }

    // Without the columns of time.
    private static string[] Metrics(string run)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(run, "metrics.csv")).Select(line => line.Split(','))];
        int[] kept = [.. Enumerable.Range(0, lines[0].Length)
            .Where(i => i < 2 || !lines[0][i].StartsWith("time/", StringComparison.Ordinal))];
        return [.. lines.Select(line => string.Join(',', kept.Select(i => line[i])))];
    }

    private static string[] Checkpoints(string run) =>
        [.. Directory.GetFiles(Path.Combine(run, "checkpoints")).Order(StringComparer.Ordinal)];
}
