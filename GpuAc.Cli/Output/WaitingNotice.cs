namespace GpuAc.Cli.Output;

/// <summary>Says what is being waited for, on a line of its own, unless it is over within a moment.</summary>
internal sealed class WaitingNotice : IDisposable
{
    private readonly Timer timer;

    /// <summary>Starts to wait.</summary>
    /// <param name="error">Where to say it; nobody else may write there until disposal.</param>
    /// <param name="text">What is being waited for.</param>
    /// <param name="moment">How long to keep silent.</param>
    public WaitingNotice(TextWriter error, string text, TimeSpan moment) =>
        timer = new Timer(_ => error.WriteLine(text), null, moment, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the waiting: nothing is said from here on. May be called again.</summary>
    public void Dispose()
    {
        // A notice that is on its way is waited for, so that it does not come between later lines.
        using var over = new ManualResetEvent(false);
        if (timer.Dispose(over))
            over.WaitOne();
    }
}
