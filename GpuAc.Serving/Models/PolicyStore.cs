using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using GpuAc.Serving.Batching;
using GpuAc.Serving.Settings;
using GpuAc.Serving.Telemetry;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Models;

/// <summary>The policies being served, and how they follow their files.</summary>
/// <remarks>
/// Requests read an immutable table; <see cref="Refresh()"/> puts another in its place. A new file is read whole, loaded and tried while
/// the old policy goes on answering; one that cannot be used is refused once, and the old policy stays.
/// </remarks>
internal sealed class PolicyStore : IDisposable
{
    private readonly IReadOnlyList<PolicySource> sources;
    private readonly BatchLimits limits;
    private readonly ServingMetrics metrics;
    private readonly Action<string> log;
    private readonly Dictionary<PolicyPlace, (FileStamp Stamp, ServedPolicy Policy)> loaded = [];
    private readonly Dictionary<PolicyPlace, FileStamp> refused = [];
    private volatile FrozenDictionary<string, PolicyVersions> table = FrozenDictionary<string, PolicyVersions>.Empty;
    private string? lastFault;

    /// <summary>Loads all policies.</summary>
    /// <exception cref="GpuAcException">One is missing, damaged, no policy of ours, or two want one name.</exception>
    internal PolicyStore(IReadOnlyList<PolicySource> sources, BatchLimits limits, ServingMetrics metrics, Action<string> log)
    {
        this.sources = sources;
        this.limits = limits;
        this.metrics = metrics;
        this.log = log;
        try
        {
            foreach (PolicyPlace place in PolicyLocator.Find(sources))
                Load(place, Stamp(place));
        }
        catch
        {
            Dispose();
            throw;
        }

        Publish();
        metrics.ObserveWaiting(() => table.Values.SelectMany(versions => versions.Policies)
            .Select(policy => new Measurement<int>(
                policy.Queue.WaitingRows, ServingMetrics.Tags(policy.Name, policy.VersionText))));
    }

    /// <summary>All of them, by name.</summary>
    internal IEnumerable<PolicyVersions> All => table.Values.OrderBy(versions => versions.Name, StringComparer.Ordinal);

    /// <summary>The versions of a policy.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">A version that there has to be, or null.</param>
    /// <exception cref="RefusedException">There is no such policy or version.</exception>
    internal PolicyVersions Find(string name, string? version)
    {
        if (!table.TryGetValue(name, out PolicyVersions? versions))
            throw new RefusedException(RefusalReason.NotFound, $"There is no policy '{name}'.");
        if (versions.Find(version) == null)
        {
            throw new RefusedException(
                RefusalReason.NotFound, $"Policy '{name}' has no version '{version}'; it has {versions.Description}.");
        }

        return versions;
    }

    /// <summary>A policy, which is kept until <see cref="ServedPolicy.Release"/>.</summary>
    /// <exception cref="RefusedException">There is no such policy or version.</exception>
    internal ServedPolicy Lease(string name, string? version)
    {
        while (true)
        {
            // One that was retired since has its successor in the table, or is gone from it.
            if (Find(name, version).Find(version) is { } policy && policy.TryLease())
                return policy;
            Thread.Yield();
        }
    }

    /// <summary>Looks at the files, and takes over what has changed. One call at a time.</summary>
    internal void Refresh()
    {
        IReadOnlyList<PolicyPlace> places;
        try
        {
            places = PolicyLocator.Find(sources);
            lastFault = null;
        }
        catch (Exception cause) when (cause is GpuAcException or IOException or UnauthorizedAccessException)
        {
            if (lastFault != cause.Message)
                log($"Policies stay as they are: {cause.Message}");
            lastFault = cause.Message;
            return;
        }

        var retired = new List<ServedPolicy>();
        foreach (PolicyPlace place in places)
            Refresh(place, retired);
        foreach (PolicyPlace gone in loaded.Keys.Where(place => place.InFolder).Except(places).ToArray())
        {
            retired.Add(loaded[gone].Policy);
            loaded.Remove(gone);
            log($"'{gone.Name}' version {gone.Version} is gone: '{gone.Path}' was removed.");
        }

        Publish();
        foreach (ServedPolicy policy in retired)
            policy.Retire();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, ServedPolicy policy) in loaded.Values)
            policy.Retire();
    }

    private void Refresh(PolicyPlace place, List<ServedPolicy> retired)
    {
        if (FileStamp.Of(place.Path) is not { } stamp)
            return;
        bool known = loaded.TryGetValue(place, out (FileStamp Stamp, ServedPolicy Policy) old);
        if ((known && old.Stamp == stamp) || (refused.TryGetValue(place, out FileStamp seen) && seen == stamp))
            return;
        try
        {
            Load(place, stamp);
            refused.Remove(place);
            if (known)
                retired.Add(old.Policy);
            metrics.Reload(place.Name, accepted: true);
            log($"'{place.Name}' version {place.Version} {(known ? "reloaded" : "added")}: {loaded[place].Policy.Description}.");
        }
        catch (GpuAcException cause)
        {
            refused[place] = stamp;
            metrics.Reload(place.Name, accepted: false);
            log($"'{place.Name}' version {place.Version} {(known ? "stays as it was" : "is not served")}: {cause.Message}");
        }
    }

    private void Load(PolicyPlace place, FileStamp stamp)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(place.Path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new GpuAcException($"Policy file '{place.Path}' cannot be read ({cause.Message.TrimEnd('.')}).", cause);
        }

        if (FileStamp.Of(place.Path) != stamp)
            throw new GpuAcException($"Policy file '{place.Path}' is being written; write to another file next to it and rename that.");
        loaded[place] = (stamp, ServedPolicy.Load(place, file, limits, metrics));
    }

    private static FileStamp Stamp(PolicyPlace place) => FileStamp.Of(place.Path)
        ?? throw new GpuAcException($"Policy file '{place.Path}' does not exist any more.");

    private void Publish() => table = loaded
        .GroupBy(entry => entry.Key.Name, StringComparer.Ordinal)
        .Select(group => new PolicyVersions(
            group.Key, [.. group.OrderBy(entry => entry.Key.Version).Select(entry => entry.Value.Policy)]))
        .ToFrozenDictionary(versions => versions.Name, StringComparer.Ordinal);
}
