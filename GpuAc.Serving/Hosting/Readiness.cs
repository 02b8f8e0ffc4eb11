namespace GpuAc.Serving.Hosting;

/// <summary>Whether the server takes requests: from when all policies are loaded until it begins to stop.</summary>
internal sealed class Readiness
{
    private volatile bool isReady = true;

    /// <summary>It does.</summary>
    internal bool IsReady => isReady;

    /// <summary>The server begins to stop.</summary>
    internal void End() => isReady = false;
}
