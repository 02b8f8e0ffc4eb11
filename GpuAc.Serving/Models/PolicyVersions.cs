namespace GpuAc.Serving.Models;

/// <summary>The versions of one policy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Policies">By version, ascending; at least one.</param>
internal sealed record PolicyVersions(string Name, IReadOnlyList<ServedPolicy> Policies)
{
    /// <summary>The version that requests get which ask for none.</summary>
    internal ServedPolicy Latest => Policies[^1];

    /// <summary>A version by the protocol's name, or the latest; null when there is none.</summary>
    internal ServedPolicy? Find(string? version) => string.IsNullOrEmpty(version)
        ? Latest
        : Policies.FirstOrDefault(policy => policy.VersionText == version);
}
