using GpuAc.Kernels.States;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Checkpoints;

public class CheckpointFolderTests
{
    [Fact]
    public void Save_MoreThanAreKept_RemovesTheOldest()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Of("checkpoints"));
        foreach (long iteration in new[] { 1, 5, 9, 10, 200 })
            folder.Save(At(iteration), keep: 3);
        Assert.Equal(
            ["checkpoint-0000000200.msgpack", "checkpoint-0000000010.msgpack", "checkpoint-0000000009.msgpack"],
            folder.Files.Select(Path.GetFileName));
        Assert.Equal(200, folder.LoadLatest().State.Iteration);
    }

    [Fact]
    public void LoadLatest_NewestDamaged_SaysSoAndTakesTheOneBefore()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        for (int iteration = 1; iteration <= 3; iteration++)
            folder.Save(At(iteration), keep: 3);
        byte[] newest = File.ReadAllBytes(folder.Files[0]);
        newest[newest.Length / 2] ^= 1;
        File.WriteAllBytes(folder.Files[0], newest);
        File.WriteAllBytes(folder.Files[1], []);
        var refused = new List<string>();
        Assert.Equal(1, folder.LoadLatest(refused.Add).State.Iteration);
        Assert.Equal(2, refused.Count);
        Assert.Contains("checkpoint-0000000003.msgpack' cannot be used: its checksum does not fit", refused[0]);
        Assert.Contains("checkpoint-0000000002.msgpack' cannot be used: it is empty", refused[1]);
        // Nothing is overwritten or removed.
        Assert.Equal(newest, File.ReadAllBytes(folder.Files[0]));
    }

    [Fact]
    public void LoadLatest_NoneToUse_SaysSo()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        Assert.Contains("holds no checkpoints", Assert.Throws<GpuAcException>(() => folder.LoadLatest()).Message);
        File.WriteAllText(root.Of("checkpoint-0000000001.msgpack"), "nonsense");
        Assert.Contains("None of the 1 checkpoints", Assert.Throws<GpuAcException>(() => folder.LoadLatest()).Message);
    }

    [Fact]
    public void LoadLatest_FileThatWasNotFinished_IsRemoved()
    {
        using var root = new TemporaryFolder();
        var folder = new CheckpointFolder(root.Path);
        folder.Save(At(4), keep: 1);
        string unfinished = root.Of("checkpoint-0000000005.msgpack.0123456789abcdef.tmp");
        File.WriteAllText(unfinished, "half");
        File.WriteAllText(root.Of("checkpoint-of-mine.msgpack"), "");
        Assert.Equal(4, folder.LoadLatest().State.Iteration);
        Assert.False(File.Exists(unfinished));
        Assert.True(File.Exists(root.Of("checkpoint-of-mine.msgpack")));
    }

    [Fact]
    public void Save_FolderThatCannotBeMade_SaysSo()
    {
        using var root = new TemporaryFolder();
        File.WriteAllText(root.Of("file"), "");
        Assert.Contains(
            "cannot be made", Assert.Throws<GpuAcException>(() => new CheckpointFolder(root.Of("file")).Save(At(1), keep: 1)).Message);
    }

    private static Checkpoint At(long iteration) => new()
    {
        State = new TrainerState { Algorithm = "ppo", Iteration = iteration, EnvSteps = 10 * iteration, Engine = new EngineState() },
    };
}
