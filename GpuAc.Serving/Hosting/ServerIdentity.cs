using System.Reflection;

namespace GpuAc.Serving.Hosting;

/// <summary>What the server calls itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The library's version.</param>
internal sealed record ServerIdentity(string Name, string Version)
{
    /// <summary>This one.</summary>
    internal static ServerIdentity Own { get; } = new(
        "gpuac",
        typeof(ServerIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
}
