using System.Globalization;

namespace GpuAc.Training;

/// <summary>
/// The folder that a run leaves: <c>config.json</c>, <c>metrics.csv</c>, <c>policy.msgpack</c>, <c>policy.onnx</c> and
/// <c>checkpoints</c>.
/// </summary>
/// <remarks>
/// <c>config.json</c> records what a run depends on: environment, recipe, every setting, goal, seed, device, lane width and threads. On the
/// same kind of machine and with the same version of the library a run with these repeats it bit for bit, except A3C with several workers.
/// </remarks>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Settings of the run.</summary>
    public string ConfigPath => System.IO.Path.Combine(Path, "config.json");

    /// <summary>One line per iteration.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.csv");

    /// <summary>The policy snapshot.</summary>
    public string SnapshotPath => System.IO.Path.Combine(Path, "policy.msgpack");

    /// <summary>The exported policy.</summary>
    public string OnnxPath => System.IO.Path.Combine(Path, "policy.onnx");

    /// <summary>What the run can be resumed from.</summary>
    public string CheckpointsPath => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>Recorded episodes of training.</summary>
    public string RecordingsPath => System.IO.Path.Combine(Path, "recordings");

    /// <summary>Checks, without touching it, that a folder named by the user may become a run's.</summary>
    /// <exception cref="GpuAcException">It holds files, or is a file.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path))
            throw new GpuAcException($"Output folder '{path}' is a file; give another name.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new GpuAcException($"Output folder '{path}' exists and is not empty; give another name, or move it away.");
    }

    /// <summary>Creates the folder named by the user.</summary>
    /// <param name="path">A folder that does not exist yet, or an empty one.</param>
    /// <exception cref="GpuAcException">It holds files, is a file, or cannot be written to.</exception>
    public static RunFolder Create(string path)
    {
        RequireFree(path);
        try
        {
            Directory.CreateDirectory(path);
            // Find out now, not after training, whether files may be created here.
            string probe = System.IO.Path.Combine(path, ".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new GpuAcException(
                $"Output folder '{path}' cannot be written to ({cause.Message.TrimEnd('.')}); give a folder that can.", cause);
        }

        return new RunFolder(path);
    }

    /// <summary>Creates <c>root/ENV-ALGORITHM-SEED</c>, with -2, -3, ... appended when that name is taken.</summary>
    public static RunFolder CreateNumbered(string root, string environmentId, string algorithm, ulong seed)
    {
        string name = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{environmentId}-{algorithm}-{seed}"));
        string candidate = name;
        for (int number = 2; Directory.Exists(candidate) || File.Exists(candidate); number++)
            candidate = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        return Create(candidate);
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="GpuAcException">There is no such folder.</exception>
    public static RunFolder Open(string path) => Directory.Exists(path)
        ? new RunFolder(path)
        : throw new GpuAcException(
            $"Run folder '{path}' does not exist; give the folder that 'gpuac train' wrote, such as runs/CartPole-v1-ppo-0.");

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <param name="config">What the run depends on.</param>
    public void WriteConfig(RunConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write(ConfigPath);
    }

    /// <summary>Keeps other processes from going on with the run, until what is returned is disposed of.</summary>
    /// <exception cref="GpuAcException">Another does.</exception>
    public IDisposable Occupy()
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(Path, ".in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException cause)
        {
            throw new GpuAcException(
                $"Run folder '{Path}' is in use by another process ({cause.Message.TrimEnd('.')}); wait for it, or end it.", cause);
        }
    }

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="GpuAcException">It is missing, damaged, or of a newer version.</exception>
    public RunConfig ReadConfig() => RunConfig.Read(ConfigPath);
}
