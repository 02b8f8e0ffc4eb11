using System.Net;

namespace GpuAc.Serving.Settings;

/// <summary>What a server serves, where, and within which limits.</summary>
public sealed record ServingOptions
{
    /// <summary>Files and folders to serve; at least one.</summary>
    public required IReadOnlyList<PolicySource> Policies { get; init; }

    /// <summary>The address to listen at; by default this machine alone reaches it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port of REST (HTTP/1.1), 0 to 65535; 0 takes any that is free.</summary>
    public int Port { get; init; } = 8000;

    /// <summary>Port of gRPC (HTTP/2 without TLS), 0 to 65535; 0 takes any that is free, null leaves gRPC out.</summary>
    public int? GrpcPort { get; init; } = 8001;

    /// <summary>Most rows that are computed at once, and most rows of a request; 1 to 65536.</summary>
    public int MaxBatch { get; init; } = 1024;

    /// <summary>
    /// How long a request may wait for others to fill its batch, 0 to 1 s, in whole milliseconds. At 0 nothing waits: requests are
    /// computed together where they came while the policy was at work.
    /// </summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>Most rows that wait for a policy; requests beyond are turned away. At least <see cref="MaxBatch"/>.</summary>
    public int MaxQueuedRows { get; init; } = 65536;

    /// <summary>How long a request may take, from its headers to its answer; 1 ms to 1 hour.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of a request, 1 KiB to 1 GiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>Most connections at once, 1 to 1,000,000.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>How often files are looked at for changes, 10 ms to 1 day; null never does.</summary>
    public TimeSpan? ReloadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long stopping waits for requests in flight; 0 to 1 hour.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What requests must bring as <c>Authorization: Bearer KEY</c>, health probes excepted; null lets anyone ask.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Every fault found; empty when valid.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (Policies.Count == 0)
            faults.Add($"{nameof(Policies)} is empty; name a policy.onnx or a folder of them.");
        Check(faults, nameof(Port), Port, 0, 65535);
        Check(faults, nameof(GrpcPort), GrpcPort ?? 0, 0, 65535);
        if (Port != 0 && Port == GrpcPort)
            faults.Add($"{nameof(Port)} and {nameof(GrpcPort)} are both {Port}; without TLS each protocol needs a port of its own.");
        Check(faults, nameof(MaxBatch), MaxBatch, 1, 65536);
        Check(faults, nameof(MaxDelay), MaxDelay, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Check(faults, nameof(MaxQueuedRows), MaxQueuedRows, MaxBatch, int.MaxValue);
        Check(faults, nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Check(faults, nameof(MaxBodyBytes), MaxBodyBytes, 1 << 10, 1 << 30);
        Check(faults, nameof(MaxConnections), MaxConnections, 1, 1_000_000);
        Check(faults, nameof(StopTimeout), StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        if (ReloadInterval is { } interval)
            Check(faults, nameof(ReloadInterval), interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
        if (ApiKey is { } key && (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')))
            faults.Add($"{nameof(ApiKey)} must be visible ASCII characters without blanks; make one with 'openssl rand -hex 32'.");
        return faults;
    }

    private static void Check<T>(List<string> faults, string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            faults.Add($"{name} must be from {least} to {most}, but is {value}.");
    }
}
