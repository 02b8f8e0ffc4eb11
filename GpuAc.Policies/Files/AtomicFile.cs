namespace GpuAc.Policies.Files;

/// <summary>Writes files that are whole or absent, never half-written.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file next to its destination and renames it, replacing what was there.</summary>
    /// <param name="path">Where the file goes; its folder must exist.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="thing">What the file is, for messages, such as <c>policy</c>.</param>
    /// <exception cref="GpuAcException">The file cannot be written; what was there before is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, string thing)
    {
        byte[] bytes = content.ToArray();
        Write(path, stream => stream.Write(bytes), thing, isDurable: false);
    }

    /// <summary>
    /// Writes a file next to its destination, waits until it is on disk, and renames it: whenever the power fails, there is the old file or
    /// the new one.
    /// </summary>
    /// <param name="path">Where the file goes; its folder must exist.</param>
    /// <param name="write">Writes the content; the stream has no buffer.</param>
    /// <param name="thing">What the file is, for messages, such as <c>policy</c>.</param>
    /// <exception cref="GpuAcException">The file cannot be written; what was there before is unchanged.</exception>
    public static void WriteDurably(string path, Action<Stream> write, string thing)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(path, write, thing, isDurable: true);
    }

    private static void Write(string path, Action<Stream> write, string thing, bool isDurable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                stream.Flush(isDurable);
            }

            File.Move(temporary, path, overwrite: true);
            if (isDurable)
                FolderFlush.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Remove(temporary);
            throw new GpuAcException(
                $"The {thing} cannot be written to '{path}' ({cause.Message.TrimEnd('.')}); choose a file in a folder that exists and can "
                + "be written to.", cause);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // The error that is being reported matters more.
        }
    }
}
