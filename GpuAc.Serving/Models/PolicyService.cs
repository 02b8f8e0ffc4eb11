using System.Diagnostics;
using GpuAc.Serving.Batching;
using GpuAc.Serving.Telemetry;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Models;

/// <summary>Inference as both protocols offer it.</summary>
/// <param name="Policy">What answered.</param>
/// <param name="Outputs">The outputs asked for, in that order.</param>
internal sealed record Inferred(ServedPolicy Policy, IReadOnlyList<OutputTensor> Outputs);

/// <summary>Answers requests: finds the policy, checks the request against it, has it computed, and records how long that took.</summary>
/// <param name="store">The policies.</param>
/// <param name="metrics">Where requests are recorded.</param>
/// <param name="maxRows">Most rows of a request.</param>
/// <param name="timeout">How long a request may take.</param>
internal sealed class PolicyService(PolicyStore store, ServingMetrics metrics, int maxRows, TimeSpan timeout)
{
    /// <summary>Answers a request.</summary>
    /// <param name="protocol"><c>rest</c> or <c>grpc</c>.</param>
    /// <param name="model">The policy's name.</param>
    /// <param name="version">Its version, or null or empty for the latest.</param>
    /// <param name="read">Gets the request; is given a token that is cancelled when its time is over.</param>
    /// <param name="aborted">Cancelled when the client has gone.</param>
    /// <exception cref="RefusedException">There is no result, and why.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    internal async Task<(Inferred Result, InferRequest Request)> InferAsync(
        string protocol, string model, string? version, Func<CancellationToken, ValueTask<InferRequest>> read, CancellationToken aborted)
    {
        long start = Stopwatch.GetTimestamp();
        string outcome = "aborted", known = "";
        using var time = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        time.CancelAfter(timeout);
        try
        {
            ServedPolicy policy = store.Lease(model, version);
            known = policy.Name;
            QueuedInference? inference = null;
            try
            {
                InferRequest request = await read(time.Token).ConfigureAwait(false);
                InputTensor input = policy.Signature.Check(request, maxRows, out IReadOnlyList<TensorSpec> wanted);
                bool actsOnly = wanted is [var only] && only == policy.Signature.Outputs[0];
                inference = new QueuedInference(input.Data, (int)input.Shape[0], actsOnly, time.Token);
                PolicyResult result = await policy.Queue.Run(inference).WaitAsync(time.Token).ConfigureAwait(false);
                OutputTensor[] outputs = [.. wanted.Select(result.Tensor)];
                outcome = "ok";
                return (new Inferred(policy, outputs), request);
            }
            finally
            {
                ReleaseAfter(inference, policy);
            }
        }
        catch (OperationCanceledException cause) when (!aborted.IsCancellationRequested)
        {
            outcome = nameof(RefusalReason.TimedOut);
            throw new RefusedException(RefusalReason.TimedOut, $"The request took longer than {timeout.TotalSeconds} s.", cause);
        }
        catch (RefusedException refused)
        {
            outcome = refused.Reason.ToString();
            throw;
        }
        finally
        {
            metrics.Request(Stopwatch.GetElapsedTime(start).TotalSeconds, protocol, known, outcome);
        }
    }

    // A request that gave up may still be in the middle of a batch.
    private static void ReleaseAfter(QueuedInference? inference, ServedPolicy policy)
    {
        if (inference == null || !inference.IsQueued || inference.Result.IsCompleted)
            policy.Release();
        else
            inference.Result.ContinueWith(static (_, policy) => ((ServedPolicy)policy!).Release(), policy, TaskScheduler.Default);
    }
}
