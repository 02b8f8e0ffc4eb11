using System.Text.Json;
using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Settings;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests;

public class RunFolderTests
{
    [Fact]
    public void Create_NewOrEmptyFolder_IsMadeAndLeftEmpty()
    {
        using var root = new TemporaryFolder();
        RunFolder nested = RunFolder.Create(root.Of("a/b/c"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(nested.Path));
        Assert.Equal(nested.Path, RunFolder.Create(nested.Path).Path);
        Assert.Equal(Path.Combine(nested.Path, "config.json"), nested.ConfigPath);
        Assert.Equal(Path.Combine(nested.Path, "metrics.csv"), nested.MetricsPath);
        Assert.Equal(Path.Combine(nested.Path, "policy.msgpack"), nested.SnapshotPath);
        Assert.Equal(Path.Combine(nested.Path, "policy.onnx"), nested.OnnxPath);
    }

    [Fact]
    public void Create_FolderWithFiles_IsRefusedAndLeftAlone()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root.Of("mine.txt"), "mine");
        GpuAcException thrown = Assert.Throws<GpuAcException>(() => RunFolder.Create(root.Path));
        Assert.Equal($"Output folder '{root.Path}' exists and is not empty; give another name, or move it away.", thrown.Message);
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(root.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Create_File_IsRefused()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root.Of("file"), "");
        Assert.Contains(
            "is a file;", Assert.Throws<GpuAcException>(() => RunFolder.Create(root.Of("file"))).Message, StringComparison.Ordinal);

        // A file in the way further up shows as an error of the system.
        Assert.Contains(
            "cannot be written to", Assert.Throws<GpuAcException>(() => RunFolder.Create(root.Of("file/below"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul\0l")]
    public void Create_NotAPath_IsRefused(string path) =>
        Assert.Contains(
            "cannot be written to", Assert.Throws<GpuAcException>(() => RunFolder.Create(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_ReadOnlyParent_IsRefusedUnlessThisUserMayWriteAnywhere()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var root = new TemporaryFolder();
        string locked = Directory.CreateDirectory(root.Of("locked")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        bool mayWriteAnywhere = Environment.IsPrivilegedProcess;
        Exception? thrown = Record.Exception(() => RunFolder.Create(Path.Combine(locked, "run")));
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (mayWriteAnywhere)
            Assert.Null(thrown);
        else
            Assert.Contains("cannot be written to", Assert.IsType<GpuAcException>(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateNumbered_NamesTaken_CountsOn()
    {
        using var root = new TemporaryFolder();
        string[] names =
            [.. Enumerable.Range(0, 3).Select(_ => Path.GetFileName(RunFolder.CreateNumbered(root.Path, "CartPole-v1", "ppo", 7).Path))];
        Assert.Equal(["CartPole-v1-ppo-7", "CartPole-v1-ppo-7-2", "CartPole-v1-ppo-7-3"], names);
        File.WriteAllText(root.Of("CartPole-v1-a2c-0"), "");
        Assert.Equal("CartPole-v1-a2c-0-2", Path.GetFileName(RunFolder.CreateNumbered(root.Path, "CartPole-v1", "a2c", 0).Path));
    }

    [Fact]
    public void Open_NoSuchFolder_SaysWhatToGive()
    {
        using var root = new TemporaryFolder();
        Assert.Equal(root.Path, RunFolder.Open(root.Path).Path);
        Assert.Contains(
            "does not exist; give the folder", Assert.Throws<GpuAcException>(() => RunFolder.Open(root.Of("none"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WriteConfig_AnyRun_HoldsAllThatRepeatsIt(bool hasGoal)
    {
        using var root = new TemporaryFolder();
        RunFolder run = RunFolder.Create(root.Of("run"));
        OnPolicyConfig config = new PpoConfig { Gamma = 0.9f, HiddenSizes = [8], MaxGradNorm = float.PositiveInfinity };
        TrainingGoal goal = hasGoal ? new TrainingGoal { StopAtReturn = 475, EvaluationInterval = 4 } : new TrainingGoal();
        var described = new RunConfig
        {
            EnvironmentId = "CartPole-v1",
            Recipe = hasGoal ? "ppo-cartpole" : null,
            Config = config,
            Options = new TrainerOptions { Seed = ulong.MaxValue, Device = DeviceKind.IlgpuCpu, LaneWidth = 16 },
            Goal = goal,
            RecordEpisodes = hasGoal,
        };
        run.WriteConfig(described);

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(run.ConfigPath));
        JsonElement json = document.RootElement;
        Assert.Equal(RunConfig.SchemaVersion, json.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(
            ("CartPole-v1", "ppo", hasGoal ? "ppo-cartpole" : null),
            (json.GetProperty("env").GetString(), json.GetProperty("algorithm").GetString(), json.GetProperty("recipe").GetString()));
        Assert.Equal("ilgpu-cpu", json.GetProperty("device").GetString());
        Assert.Equal((ulong.MaxValue, 16), (json.GetProperty("seed").GetUInt64(), json.GetProperty("laneWidth").GetInt32()));
        Assert.Equal(hasGoal, json.GetProperty("goal").TryGetProperty("stopAt", out JsonElement stopAt));
        if (hasGoal)
            Assert.Equal(475, stopAt.GetSingle());
        JsonElement written = json.GetProperty("goal");
        Assert.Equal(
            (goal.EvaluationInterval, 100),
            (written.GetProperty("evaluationInterval").GetInt32(), written.GetProperty("evaluationEpisodes").GetInt32()));
        Assert.Equal(goal.TrainingEpisodes, written.GetProperty("trainingEpisodes").GetInt32());
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("threads").GetInt32());

        OnPolicyConfig read = new PpoConfig();
        foreach (JsonProperty setting in json.GetProperty("settings").EnumerateObject())
            read = SettingsBinder.Set(read, setting.Name, setting.Value.GetString()!);
        Assert.Equal(SettingsBinder.List(config), SettingsBinder.List(read));

        RunConfig back = run.ReadConfig();
        Assert.Equal(SettingsBinder.List(config), SettingsBinder.List(back.Config));
        Assert.Equal((described.EnvironmentId, described.Recipe, goal), (back.EnvironmentId, back.Recipe, back.Goal));
        Assert.Equal(described.Options with { Threads = Environment.ProcessorCount }, back.Options);
        Assert.Equal(hasGoal, back.RecordEpisodes);
    }

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("[]", "cannot be used")]
    [InlineData("""{ "schemaVersion": 2 }""", "version 2, but this version of GpuAc reads up to 1")]
    [InlineData("""{ "schemaVersion": 1, "env": "CartPole-v1", "algorithm": "pppo" }""", "pppo")]
    [InlineData("""{ "schemaVersion": 1, "algorithm": "ppo" }""", "no 'env'")]
    [InlineData("""{ "schemaVersion": 1, "env": "x", "algorithm": "ppo", "settings": { "gamme": "1" } }""", "gamme")]
    [InlineData("""{ "schemaVersion": 1, "env": "x", "algorithm": "ppo", "goal": { "stop": 1 } }""", "'stop'")]
    [InlineData("""{ "schemaVersion": 1, "env": "x", "algorithm": "ppo", "a": [[[[[[[[[1]]]]]]]]] }""", "cannot be used")]
    public void ReadConfig_FileThatCannotBe_SaysWhy(string text, string reason)
    {
        using var root = new TemporaryFolder();
        RunFolder run = RunFolder.Create(root.Of("run"));
        File.WriteAllText(run.ConfigPath, text);
        Assert.Contains(reason, Assert.ThrowsAny<GpuAcException>(() => run.ReadConfig()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadConfig_NoFile_SaysSo()
    {
        using var root = new TemporaryFolder();
        RunFolder run = RunFolder.Create(root.Of("run"));
        Assert.Contains("cannot be read", Assert.Throws<GpuAcException>(() => run.ReadConfig()).Message, StringComparison.Ordinal);
    }
}
