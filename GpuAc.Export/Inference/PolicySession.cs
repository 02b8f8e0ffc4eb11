using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export.Inference;

/// <summary>A session shared by threads: each call rents a <see cref="RunContext"/>, so that calls meet nowhere else.</summary>
internal sealed class PolicySession : IDisposable
{
    /// <summary>Most rows of one run; larger batches are cut, so that activations stay in the cache.</summary>
    internal const int ChunkRows = 1024;

    private readonly InferenceSession session;
    private readonly SessionShape shape;
    private readonly Lock gate = new();
    private readonly Stack<RunContext> idle = new();
    private RunContext? next;
    private bool disposed;

    /// <summary>Takes ownership of a session.</summary>
    internal PolicySession(InferenceSession session, SessionShape shape)
    {
        this.session = session;
        this.shape = shape;
    }

    /// <summary>Runs a batch. Lengths were checked by the caller.</summary>
    internal void Run(
        ReadOnlySpan<float> observations, int batch, Span<float> actions, Span<float> values, Span<float> distribution, Span<float> logStds)
    {
        int components = shape.IsDiscrete ? 1 : shape.ActorOutputs;
        RunContext context = Rent(Math.Min(batch, ChunkRows));
        try
        {
            for (int first = 0; first < batch; first += context.Capacity)
            {
                int rows = Math.Min(context.Capacity, batch - first);
                context.Run(
                    observations.Slice(first * shape.Observations, rows * shape.Observations),
                    rows,
                    actions.Slice(first * components, rows * components),
                    values.IsEmpty ? values : values.Slice(first, rows),
                    distribution.IsEmpty ? distribution : distribution.Slice(first * shape.ActorOutputs, rows * shape.ActorOutputs),
                    logStds.IsEmpty ? logStds : logStds.Slice(first * shape.ActorOutputs, rows * shape.ActorOutputs));
            }
        }
        finally
        {
            Return(context);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Interlocked.Exchange(ref next, null)?.Dispose();
            while (idle.TryPop(out RunContext? context))
                context.Dispose();
        }

        session.Dispose();
    }

    private RunContext Rent(int rows)
    {
        RunContext? context = Interlocked.Exchange(ref next, null);
        if (context == null)
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                idle.TryPop(out context);
            }
        }

        if (context?.Capacity >= rows)
            return context;
        context?.Dispose();
        return new RunContext(session, shape, (int)BitOperations.RoundUpToPowerOf2((uint)rows));
    }

    private void Return(RunContext context)
    {
        if (Interlocked.CompareExchange(ref next, context, null) == null)
            return;
        lock (gate)
        {
            if (!disposed)
            {
                idle.Push(context);
                return;
            }
        }

        context.Dispose();
    }
}
