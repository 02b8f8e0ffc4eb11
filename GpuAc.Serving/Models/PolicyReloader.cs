namespace GpuAc.Serving.Models;

/// <summary>Looks at the files again and again.</summary>
internal sealed class PolicyReloader : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <summary>Starts.</summary>
    /// <param name="store">What to refresh.</param>
    /// <param name="interval">How often.</param>
    internal PolicyReloader(PolicyStore store, TimeSpan interval) => loop = Task.Run(() => RunAsync(store, interval, stop.Token));

    /// <summary>Stops, after a refresh that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        stop.Dispose();
    }

    private static async Task RunAsync(PolicyStore store, TimeSpan interval, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
                store.Refresh();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
