using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;

namespace GpuAc.Training.Checkpoints;

/// <summary>A run as it stood after an iteration: all that it needs to go on as if it had never stopped, bit for bit.</summary>
/// <remarks>The file's format is that of docs/checkpoints.md.</remarks>
public sealed record Checkpoint
{
    /// <summary>The trainer.</summary>
    public required TrainerState State { get; init; }

    /// <summary>The session, or null for a trainer that is iterated by hand.</summary>
    public SessionState? Session { get; init; }

    /// <summary>
    /// Writes the checkpoint: aside, flushed to the disk, then renamed, so that whatever happens there is the old file or the new one.
    /// </summary>
    /// <param name="path">Where; an existing file is replaced. The folder must exist.</param>
    /// <exception cref="GpuAcException">The file cannot be written; what was there before is unchanged.</exception>
    public void Save(string path) =>
        AtomicFile.WriteDurably(path, stream => new CheckpointWriter(stream).Write(this), "checkpoint");

    /// <summary>Reads a checkpoint; from an untrusted file takes memory for at most twice its size.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged, foreign, or of a newer version.</exception>
    public static Checkpoint Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return CheckpointReader.Read(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            && cause is not InvalidDataException)
        {
            throw new GpuAcException(
                $"Checkpoint '{path}' cannot be read ({cause.Message.TrimEnd('.')}); give a file of a run's checkpoints folder.", cause);
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException(
                $"Checkpoint '{path}' cannot be used: {cause.Message}. Use an earlier one, or train again.", cause);
        }
    }
}
