
namespace GpuAc.Cli.Scoring;

/// <summary>A file that is written next to its destination and renamed once it is complete; otherwise nothing of it stays.</summary>
internal sealed class AtomicOutput : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private bool isCommitted;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where it goes; what is there stays until <see cref="Commit"/>.</param>
    /// <exception cref="GpuAcException">It cannot be written there.</exception>
    internal AtomicOutput(string path)
    {
        this.path = path;
        temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        if (Directory.Exists(path))
            throw new GpuAcException($"Output file '{path}' is a folder; give -o a file in it.");
        try
        {
            Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new GpuAcException(
                $"Output file '{path}' cannot be written ({cause.Message.TrimEnd('.')}); choose a file in a folder that exists and can be "
                + "written to.", cause);
        }
    }

    /// <summary>What to write to.</summary>
    internal FileStream Stream { get; }

    /// <summary>Puts the file in its place.</summary>
    internal void Commit()
    {
        Stream.Dispose();
        File.Move(temporary, path, overwrite: true);
        isCommitted = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        finally
        {
            if (!isCommitted)
                File.Delete(temporary);
        }
    }
}
