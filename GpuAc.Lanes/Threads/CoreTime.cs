using System.Buffers.Text;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace GpuAc.Lanes.Threads;

/// <summary>How long the calling thread was ready to run but had no core: what other load on the machine costs it.</summary>
/// <remarks>
/// Linux counts it for every thread (the second number of <c>/proc/thread-self/schedstat</c>, nanoseconds). Where no such file is, other
/// systems among them, no time is ever reported as lost.
/// </remarks>
internal sealed class CoreTime : IDisposable
{
    private const string Path = "/proc/thread-self/schedstat";

    // Less is what a timer's or a daemon's turn takes on an idle machine.
    private const long LeastNanoseconds = 500_000;

    // Two workers that each miss a quarter of the time are no faster than one: both at once they have 9/16.
    private const double LeastShare = 0.25;

    private SafeFileHandle? handle;
    private int thread;
    private long waited;
    private long since;

    /// <summary>Starts measuring anew; to be called by the thread that is measured.</summary>
    public void Restart()
    {
        if (thread != Environment.CurrentManagedThreadId)
        {
            handle?.Dispose();
            handle = File.Exists(Path) ? File.OpenHandle(Path, share: FileShare.ReadWrite) : null;
            thread = Environment.CurrentManagedThreadId;
        }

        waited = Read();
        since = Stopwatch.GetTimestamp();
    }

    /// <summary>Whether other load took a good part of the time since the last call or restart; starts anew.</summary>
    public bool TakeLoss()
    {
        if (handle == null || thread != Environment.CurrentManagedThreadId)
        {
            Restart();
            return false;
        }

        long before = waited, start = since;
        Restart();
        long lost = waited - before;
        return lost > LeastNanoseconds && lost > LeastShare * Stopwatch.GetElapsedTime(start, since).TotalNanoseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => handle?.Dispose();

    // "nanoseconds on a core, nanoseconds waiting for one, turns"; a thread's own file, read afresh from its start.
    private long Read()
    {
        if (handle == null)
            return 0;
        Span<byte> text = stackalloc byte[64];
        text = text[..RandomAccess.Read(handle, text, 0)];
        ReadOnlySpan<byte> second = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(second, out long nanoseconds, out _) ? nanoseconds : 0;
    }
}
