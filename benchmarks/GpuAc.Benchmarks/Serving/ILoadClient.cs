namespace GpuAc.Benchmarks.Serving;

/// <summary>One connection that asks for one row at a time.</summary>
internal interface ILoadClient : IDisposable
{
    /// <summary>Asks, and waits for the answer; throws when it is none.</summary>
    Task AskAsync();
}
