using System.Runtime.ExceptionServices;

namespace GpuAc.Lanes.Threads;

/// <summary>Threads started once that run jobs together; the caller is worker 0.</summary>
/// <remarks>
/// Phases of a small network take tens of microseconds, so workers spin at barriers for a few times as long (some 200 µs) before they give
/// their core away: waking a sleeping thread costs about as much as a whole minibatch. With a tenth of it, a phase's ordinary imbalance
/// ended in yields, and two threads made a quarter of the off-policy updates. With more workers than cores they yield at once.
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    private readonly Thread[] threads;
    private readonly int spins;
    private IWorkerJob? job;
    private ExceptionDispatchInfo? failure;
    private volatile bool stopping;
    private volatile bool failed;
    private volatile int generation;
    private volatile int barrierGeneration;
    private volatile int finished;
    private int arrived;
    private int nextItem;

    /// <summary>Starts the workers.</summary>
    /// <param name="count">Number of workers, the caller included; at least 1.</param>
    public WorkerPool(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        spins = count <= Environment.ProcessorCount ? 20_000 : 0;
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i + 1;
            threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"GpuAc worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Number of workers, the caller included.</summary>
    public int Count { get; }

    /// <summary>Runs a job on all workers and returns when all are done.</summary>
    /// <exception cref="Exception">The first that a worker threw.</exception>
    public void Run(IWorkerJob work)
    {
        job = work;
        nextItem = 0;
        generation++;
        Attempt(work, 0);
        for (int spin = 0; finished != threads.Length; spin++)
            Pause(spin);
        finished = 0;
        job = null;
        if (!failed)
            return;
        failed = false;
        arrived = 0;
        ExceptionDispatchInfo cause = failure!;
        failure = null;
        cause.Throw();
    }

    /// <summary>Waits until every worker has come here; to be called by all of them, from inside a job.</summary>
    /// <exception cref="OperationCanceledException">Another worker has thrown; this one's share is pointless.</exception>
    public void Barrier()
    {
        if (Count == 1)
            return;
        int entered = barrierGeneration;
        if (Interlocked.Increment(ref arrived) == Count)
        {
            arrived = 0;
            barrierGeneration = entered + 1;
            return;
        }

        for (int spin = 0; barrierGeneration == entered; spin++)
        {
            if (failed)
                throw new OperationCanceledException("Another worker failed.");
            Pause(spin);
        }
    }

    /// <summary>
    /// Hands out 0, 1, 2, ... once each among the workers; for work whose place does not matter. <see cref="ResetItems"/> starts over.
    /// </summary>
    public int NextItem() => Interlocked.Increment(ref nextItem) - 1;

    /// <summary>Makes <see cref="NextItem"/> start from 0 again; to be called by one worker, between two barriers.</summary>
    public void ResetItems() => Volatile.Write(ref nextItem, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping = true;
        generation++;
        foreach (Thread thread in threads)
            thread.Join();
    }

    private void Work(int worker)
    {
        int seen = 0;
        while (true)
        {
            for (int spin = 0; generation == seen; spin++)
                Pause(spin);
            seen++;
            if (stopping)
                return;
            Attempt(job!, worker);
            Interlocked.Increment(ref finished);
        }
    }

    private void Pause(int spin)
    {
        if (spin < spins)
            Thread.SpinWait(1);
        else if (spin < spins + 10_000)
            Thread.Yield();
        else
            Thread.Sleep(1);
    }

    private void Attempt(IWorkerJob work, int worker)
    {
        try
        {
            work.Execute(worker, this);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            failed = true;
        }
    }
}
