using System.Net;
using GpuAc.Serving.Settings;

namespace GpuAc.Cli.Commands;

/// <summary>What the command line of <c>gpuac serve</c> says, before the server's own types are needed.</summary>
internal sealed record ServeSettings(
    string[] Policies, IPAddress Host, int Port, int? GrpcPort, int MaxBatch, TimeSpan MaxDelay, int MaxQueue, int MaxBodyBytes,
    TimeSpan Timeout, TimeSpan? ReloadInterval, TimeSpan StopTimeout, string? ApiKey)
{
    /// <summary>The server's options.</summary>
    public ServingOptions ToOptions() => new()
    {
        Policies = [.. Policies.Select(Source)],
        Address = Host,
        Port = Port,
        GrpcPort = GrpcPort,
        MaxBatch = MaxBatch,
        MaxDelay = MaxDelay,
        MaxQueuedRows = MaxQueue,
        MaxBodyBytes = MaxBodyBytes,
        RequestTimeout = Timeout,
        ReloadInterval = ReloadInterval,
        StopTimeout = StopTimeout,
        ApiKey = ApiKey,
    };

    // A path may hold '='; then it is there.
    private static PolicySource Source(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at <= 0 || Path.Exists(text) ? new PolicySource(text) : new PolicySource(text[(at + 1)..], text[..at]);
    }
}
