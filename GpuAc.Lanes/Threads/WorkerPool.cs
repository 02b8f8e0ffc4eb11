using System.Runtime.ExceptionServices;

namespace GpuAc.Lanes.Threads;

/// <summary>Threads that run jobs together; the caller is worker 0. They start with the first job and sleep between jobs.</summary>
/// <remarks>
/// Phases of a small network take tens of microseconds, so whoever waits spins a while before it sleeps (<see cref="SpinWindow"/>): waking
/// a sleeping thread costs about as much as a whole minibatch. With more workers than <see cref="Environment.ProcessorCount"/>, which knows
/// affinity and the limits of a cgroup, they sleep at once. Nobody yields: where other programs run, that gives a whole turn away.
/// <para>
/// With other load on the machine two workers are seldom on a core both, and each waits for the other. An elastic pool therefore leaves out
/// a worker that has not come by the time a job's first phase is done, and halves its workers where one lost its core for a good part of
/// the time (<see cref="CoreTime"/>); the others are asked again after a while (<see cref="Respite"/>).
/// </para>
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    private readonly bool elastic;
    private readonly bool spins;
    private readonly List<Thread> threads = [];
    private readonly Member[] members;
    private readonly JobEntry entry = new();
    private readonly SleepGate idle = new();
    private readonly SleepGate meeting = new();
    private IWorkerJob? job;
    private ExceptionDispatchInfo? failure;
    private Respite respite;
    private int limit;
    private bool closes;
    private volatile bool stopping;
    private volatile bool failed;
    private volatile bool shrinks;
    private volatile bool losesTime;
    private volatile int active = 1;
    private volatile int barrierGeneration;
    private volatile int finished;
    private int remaining;
    private int nextItem;

    /// <summary>Takes down how many workers there will be; threads start with the first job.</summary>
    /// <param name="count">Number of workers, the caller included; at least 1.</param>
    /// <param name="elastic">
    /// Whether fewer may take part while other programs need the cores. A job then hands its work out by <see cref="NextItem"/> until its
    /// first barrier, and cuts it into <see cref="Active"/> shares only after that.
    /// </param>
    public WorkerPool(int count, bool elastic = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        this.elastic = elastic;
        spins = count <= Environment.ProcessorCount;
        limit = count;
        members = new Member[count];
        members[0] = new Member();
    }

    /// <summary>Number of workers, the caller included.</summary>
    public int Count { get; }

    /// <summary>Number of workers that take part now, in [1, <see cref="Count"/>]; within a job, it changes at barriers alone.</summary>
    public int Active => active;

    /// <summary>Runs a job on all workers and returns when all are done.</summary>
    /// <exception cref="Exception">The first that a worker threw.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public void Run(IWorkerJob work)
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        if (limit < Count && respite.IsOver)
            limit = Math.Min(Count, 2 * limit);
        nextItem = 0;
        if (limit == 1)
        {
            active = 1;
            work.Execute(0, this);
            return;
        }

        Open(work);
        Attempt(work, 0);
        Finish();
        job = null;
        if (!failed)
            return;
        failed = false;
        ExceptionDispatchInfo cause = failure!;
        failure = null;
        cause.Throw();
    }

    /// <summary>Waits until every worker has arrived here; to be called by all of them, from inside a job.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <returns>False if this worker is to return from the job at once, whose rest the others do; never for worker 0.</returns>
    /// <exception cref="OperationCanceledException">Another worker has thrown; this one's share is pointless.</exception>
    public bool Barrier(int worker)
    {
        if (active == 1)
            return true;
        Member member = members[worker];
        int entered = barrierGeneration;
        if (Interlocked.Decrement(ref remaining) == 0)
            Release(member, entered);
        else
            Await(worker, entered);
        return !member.Left;
    }

    /// <summary>
    /// Hands out 0, 1, 2, ... once each among the workers; for work whose place does not matter. <see cref="ResetItems"/> starts over.
    /// </summary>
    public int NextItem() => Interlocked.Increment(ref nextItem) - 1;

    /// <summary>Makes <see cref="NextItem"/> start from 0 again; to be called by one worker, between two barriers.</summary>
    public void ResetItems() => Volatile.Write(ref nextItem, 0);

    /// <summary>Ends the threads; not while a job runs. May be called again.</summary>
    public void Dispose()
    {
        stopping = true;
        Interlocked.MemoryBarrier();
        idle.Wake();
        foreach (Thread thread in threads)
            thread.Join();
        members[0].Time.Dispose();
    }

    /// <summary>Halves the workers at the running job's next barrier, as if one had lost its core.</summary>
    internal void Shrink() => shrinks = true;

    private void Open(IWorkerJob work)
    {
        if (active < limit)
            members[0].Time.Restart();
        closes = elastic && threads.Count == Count - 1;
        job = work;
        finished = 0;
        remaining = limit;
        active = limit;
        entry.Open(limit);
        idle.Wake();
        while (threads.Count < Count - 1)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"GpuAc worker {threads.Count + 1}" };
            thread.Start();
            threads.Add(thread);
        }
    }

    // Worker 0 at the end of a job.
    private void Finish()
    {
        if (closes)
            active = Math.Min(active, entry.Close());
        if (elastic && (idle.HasSleepers || meeting.HasSleepers) && members[0].Time.TakeLoss())
            losesTime = true;
        SpinWindow window = default;
        while (finished != active - 1 && spins && window.Spin())
        {
        }

        if (finished != active - 1)
        {
            meeting.Enter();
            while (finished != active - 1)
                meeting.Wait();
            meeting.Exit();
        }

        shrinks = false;
        if (!losesTime)
            return;
        losesTime = false;
        limit = active < limit ? active : Math.Max(1, active / 2);
        respite.Begin();
    }

    private void Await(int worker, int entered)
    {
        SpinWindow window = default;
        while (spins && window.Spin())
        {
            if (barrierGeneration != entered)
                return;
            if (failed)
                throw new OperationCanceledException("Another worker failed.");
        }

        if (worker == 0 && closes && LeaveAbsentOut())
        {
            Release(members[0], entered);
            return;
        }

        meeting.Enter();
        try
        {
            while (barrierGeneration == entered)
            {
                if (failed)
                    throw new OperationCanceledException("Another worker failed.");
                meeting.Wait();
            }
        }
        finally
        {
            meeting.Exit();
        }
    }

    // True if whoever is left out was all that the others waited for.
    private bool LeaveAbsentOut()
    {
        int before = active, joined = entry.Close();
        if (joined == before)
            return false;
        active = joined;
        losesTime = true;
        return Interlocked.Add(ref remaining, joined - before) == 0;
    }

    // By whoever came last, while all others wait.
    private void Release(Member last, int entered)
    {
        if (shrinks || (elastic && meeting.HasSleepers && last.Time.TakeLoss()))
        {
            int staying = Math.Max(1, active / 2);
            for (int i = staying; i < active; i++)
                members[i].Left = true;
            active = staying;
            shrinks = false;
            losesTime = true;
        }

        remaining = active;
        Interlocked.Exchange(ref barrierGeneration, entered + 1);
        meeting.Wake();
    }

    private void Work()
    {
        var member = new Member();
        member.Time.Restart();
        long last = 0;
        while (WaitForJob(member, ref last, out int worker))
        {
            member.Left = false;
            members[worker] = member;
            Attempt(job!, worker);
            if (member.Left)
                continue;
            if (elastic && meeting.HasSleepers && member.Time.TakeLoss())
                losesTime = true;
            Interlocked.Increment(ref finished);
            meeting.Wake();
        }

        member.Time.Dispose();
    }

    private bool WaitForJob(Member member, ref long last, out int worker)
    {
        SpinWindow window = default;
        while (!stopping)
        {
            if (entry.TryJoin(ref last, out worker))
                return true;
            if (spins && window.Spin())
                continue;
            idle.Enter();
            while (!entry.MayJoin(last) && !stopping)
                idle.Wait();
            idle.Exit();
            member.Time.Restart();
        }

        worker = -1;
        return false;
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
            Interlocked.MemoryBarrier();
            meeting.Wake();
        }
    }
}
