namespace GpuAc.Serving.Models;

/// <summary>A file to serve.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Path">Where it is.</param>
/// <param name="InFolder">It was found in a folder, and goes when it is no longer there; one that was named stays.</param>
internal sealed record PolicyPlace(string Name, long Version, string Path, bool InFolder);
