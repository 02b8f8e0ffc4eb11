namespace GpuAc.Training.Logging;

/// <summary>
/// A file of lines that grows while a run goes on: it is on disk a second after it was written, and a disk that is full only delays it.
/// Thread-safe.
/// </summary>
internal sealed class LineFile : IDisposable
{
    /// <summary>Bytes that wait at most for a disk that is full; lines beyond them are lost.</summary>
    public const int Capacity = 1 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Stream stream;
    private readonly ITimer timer;
    private byte[] pending = new byte[1 << 14];
    private int length;
    private long written;
    private bool isDisposed;

    /// <summary>Takes over a stream.</summary>
    /// <param name="stream">Where lines go; unbuffered, and from now on this file's to dispose.</param>
    /// <param name="time">The clock.</param>
    /// <param name="length">Bytes that it holds already, which lines follow.</param>
    public LineFile(Stream stream, TimeProvider time, long length = 0)
    {
        this.stream = stream;
        written = length;
        timer = time.CreateTimer(_ => FlushInTime(), null, Interval, Interval);
    }

    /// <summary>Why a write first failed, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Adds a line, its end included.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (length + line.Length > Capacity)
                return;
            if (length + line.Length > pending.Length)
                Array.Resize(ref pending, Math.Max(2 * pending.Length, length + line.Length));
            line.CopyTo(pending.AsSpan(length));
            length += line.Length;
        }
    }

    /// <summary>Writes what is pending, as far as the disk has room.</summary>
    public void Flush()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            FlushPending();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            if (isDisposed)
                return;
            FlushPending();
            isDisposed = true;
            stream.Dispose();
        }
    }

    private void FlushInTime()
    {
        lock (gate)
        {
            if (!isDisposed)
                FlushPending();
        }
    }

    // A write that fails is repeated from where the last successful one ended.
    private void FlushPending()
    {
        if (length == 0)
            return;
        try
        {
            if (stream.CanSeek)
                stream.Position = written;
            stream.Write(pending, 0, length);
            stream.Flush();
            written += length;
            length = 0;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Failure ??= cause.Message;
        }
    }
}
