using System.Diagnostics;
using GpuAc.Export;
using GpuAc.Serving.Telemetry;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Batching;

/// <summary>
/// Dynamic batching: requests that come while a policy is at work, or within the delay that is allowed, are computed together.
/// </summary>
/// <remarks>
/// There is no thread of its own. The request that finds a runner missing becomes one, for one batch; what came meanwhile is the thread
/// pool's. Without a delay there are as many runners as cores; with one, a single runner waits until a batch is full or its oldest request
/// has waited long enough.
/// </remarks>
internal sealed class BatchQueue(
    OnnxPolicy policy, PolicySignature signature, BatchLimits limits, ServingMetrics metrics, KeyValuePair<string, object?>[] tags)
{
    private readonly int maxRunners = limits.MaxDelay > TimeSpan.Zero ? 1 : Environment.ProcessorCount;
    private readonly Lock gate = new();
    private readonly Queue<QueuedInference> waiting = new();
    private int waitingRows;
    private int runners;
    private TaskCompletionSource? filled;

    /// <summary>Rows that wait.</summary>
    internal int WaitingRows => Volatile.Read(ref waitingRows);

    /// <summary>Computes a request, together with others where there are any.</summary>
    /// <exception cref="RefusedException">Too much is waiting, or ONNX Runtime fails.</exception>
    internal Task<PolicyResult> Run(QueuedInference inference)
    {
        bool runs;
        lock (gate)
        {
            if (waitingRows + inference.Rows > limits.MaxQueuedRows)
                throw new RefusedException(RefusalReason.Overloaded, $"{waitingRows} rows are waiting already; try again later.");
            inference.Since = Stopwatch.GetTimestamp();
            waiting.Enqueue(inference);
            waitingRows += inference.Rows;
            if (waitingRows >= limits.MaxBatch)
                filled?.TrySetResult();
            runs = runners < maxRunners;
            if (runs)
                runners++;
        }

        if (runs && limits.MaxDelay > TimeSpan.Zero)
            _ = GatherAsync();
        else if (runs)
            RunOnce();
        return inference.Result;
    }

    // One batch on the calling thread; if more has come, the thread pool goes on, so that no request pays for those after it.
    private void RunOnce()
    {
        Execute(Take());
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                runners--;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.RunOnce(), this, preferLocal: false);
    }

    private async Task GatherAsync()
    {
        while (true)
        {
            Task full;
            TimeSpan left;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    runners--;
                    return;
                }

                filled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                full = filled.Task;
                left = waitingRows >= limits.MaxBatch ? TimeSpan.Zero : limits.MaxDelay - Stopwatch.GetElapsedTime(waiting.Peek().Since);
            }

            if (left > TimeSpan.Zero)
                await Task.WhenAny(full, Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)))).ConfigureAwait(false);
            Execute(Take());
        }
    }

    private List<QueuedInference> Take()
    {
        var batch = new List<QueuedInference>();
        lock (gate)
        {
            int rows = 0;
            while (waiting.TryPeek(out QueuedInference? next) && rows + next.Rows <= limits.MaxBatch)
            {
                waiting.Dequeue();
                waitingRows -= next.Rows;
                if (next.IsAbandoned)
                {
                    next.Abandon();
                    continue;
                }

                rows += next.Rows;
                batch.Add(next);
            }
        }

        return batch;
    }

    private void Execute(List<QueuedInference> batch)
    {
        if (batch.Count == 0)
            return;
        try
        {
            int rows = batch.Sum(inference => inference.Rows);
            var result = new PolicyResult(policy, signature, rows, batch.TrueForAll(inference => inference.ActsOnly));
            float[] observations = batch.Count == 1 ? batch[0].Observations : [.. batch.SelectMany(inference => inference.Observations)];
            result.Compute(policy, observations);
            metrics.Batch(rows, tags);
            HandOut(batch, result);
        }
        catch (Exception cause) when (cause is GpuAcException or OutOfMemoryException)
        {
            foreach (QueuedInference inference in batch)
                inference.Fail(new RefusedException(RefusalReason.Failed, cause.Message, cause));
        }
    }

    private void HandOut(List<QueuedInference> batch, PolicyResult result)
    {
        if (batch.Count == 1)
        {
            batch[0].Complete(result);
            return;
        }

        int row = 0;
        foreach (QueuedInference inference in batch)
        {
            var part = new PolicyResult(policy, signature, inference.Rows, inference.ActsOnly);
            part.CopyFrom(result, row);
            row += inference.Rows;
            inference.Complete(part);
        }
    }
}
