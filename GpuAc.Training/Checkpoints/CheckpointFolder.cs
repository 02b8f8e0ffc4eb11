using System.Globalization;

namespace GpuAc.Training.Checkpoints;

/// <summary>The checkpoints of one run, in a folder of their own: <c>checkpoint-NUMBER.msgpack</c>, numbered by iteration.</summary>
/// <param name="path">The folder; made with the first checkpoint.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Prefix = "checkpoint-", Suffix = ".msgpack";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The checkpoints' files, the newest first.</summary>
    public IReadOnlyList<string> Files => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}")
            .Select(file => (File: file, Iteration: IterationOf(file)))
            .Where(entry => entry.Iteration >= 0)
            .OrderByDescending(entry => entry.Iteration)
            .Select(entry => entry.File),
    ];

    /// <summary>Writes a checkpoint, and then removes those that are no longer kept.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="keep">Checkpoints to keep, this one included, at least 1.</param>
    /// <exception cref="GpuAcException">It cannot be written; earlier ones are unchanged.</exception>
    public void Save(Checkpoint checkpoint, int keep)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new GpuAcException($"The folder '{Path}' for checkpoints cannot be made ({cause.Message.TrimEnd('.')}).", cause);
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{checkpoint.State.Iteration:D10}{Suffix}");
        checkpoint.Save(System.IO.Path.Combine(Path, name));
        foreach (string old in Files.Skip(keep))
            Remove(old);
    }

    /// <summary>The newest checkpoint that can be used.</summary>
    /// <param name="refused">Told why each newer one cannot be; or null.</param>
    /// <exception cref="GpuAcException">There is none.</exception>
    public Checkpoint LoadLatest(Action<string>? refused = null)
    {
        RemoveUnfinished();
        IReadOnlyList<string> files = Files;
        foreach (string file in files)
        {
            try
            {
                return Checkpoint.Load(file);
            }
            catch (GpuAcException cause)
            {
                refused?.Invoke(cause.Message);
            }
        }

        throw new GpuAcException(
            files.Count == 0
                ? $"Folder '{Path}' holds no checkpoints, so there is nothing to go on from; train anew."
                : $"None of the {files.Count} checkpoints in '{Path}' can be used; train anew.");
    }

    private static long IterationOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        ReadOnlySpan<char> number = name.AsSpan(Prefix.Length..^Suffix.Length);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long iteration) ? iteration : -1;
    }

    // What a process that was killed in the middle of writing has left.
    private void RemoveUnfinished()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (string file in Directory.EnumerateFiles(Path, $"{Prefix}*{Suffix}.*.tmp"))
            Remove(file);
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // One more than is kept does no harm.
        }
    }
}
