namespace GpuAc.Serving.Batching;

/// <summary>The observations of one request on their way through the queue, and what becomes of them.</summary>
/// <param name="observations">[rows, observation], finite.</param>
/// <param name="rows">Rows, from 1 to the largest batch.</param>
/// <param name="actsOnly">Nothing but actions is wanted.</param>
/// <param name="cancellation">Cancelled when nobody waits for the result any more.</param>
internal sealed class QueuedInference(float[] observations, int rows, bool actsOnly, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<PolicyResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>[rows, observation].</summary>
    internal float[] Observations { get; } = observations;

    /// <summary>Rows.</summary>
    internal int Rows { get; } = rows;

    /// <summary>Nothing but actions is wanted.</summary>
    internal bool ActsOnly { get; } = actsOnly;

    /// <summary>When it joined the queue, by <see cref="System.Diagnostics.Stopwatch"/>; 0 when it did not.</summary>
    internal long Since { get; set; }

    /// <summary>It has joined the queue, so that <see cref="Result"/> will end.</summary>
    internal bool IsQueued => Since != 0;

    /// <summary>Nobody waits for the result any more.</summary>
    internal bool IsAbandoned => cancellation.IsCancellationRequested;

    /// <summary>The result, once it is there.</summary>
    internal Task<PolicyResult> Result => completion.Task;

    /// <summary>Hands over the result.</summary>
    internal void Complete(PolicyResult result) => completion.TrySetResult(result);

    /// <summary>Hands over what went wrong.</summary>
    internal void Fail(Exception cause) => completion.TrySetException(cause);

    /// <summary>Gives up what nobody waits for.</summary>
    internal void Abandon() => completion.TrySetCanceled(cancellation);
}
