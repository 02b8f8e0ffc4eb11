namespace ILGPU.Runtime.CPU;

/// <summary>
/// The threads of one group. Only one of them runs at a time: where it must wait it hands its turn to the next that may run, so
/// results do not depend on timing, and threads that wait for each other in vain are found at once.
/// </summary>
internal sealed class CpuGroup : IDisposable
{
    private readonly string kernel;
    private readonly CpuArena shared = new();
    private readonly List<nint> allocations = [];
    private readonly int warpSize;
    private readonly int dynamicBytes;
    private Exception? failure;
    private int done;

    /// <summary>Makes the threads; none runs yet.</summary>
    /// <param name="kernel">Name for messages.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="warpSize">Threads of a warp.</param>
    /// <param name="dynamicBytes">Bytes of dynamic shared memory.</param>
    public CpuGroup(string kernel, int threads, int warpSize, int dynamicBytes)
    {
        this.kernel = kernel;
        this.warpSize = warpSize;
        this.dynamicBytes = dynamicBytes;
        Threads = [.. Enumerable.Range(0, threads).Select(_ => new CpuThread(this, warpSize))];
        Begin();
    }

    public CpuThread[] Threads { get; }

    /// <summary>Dynamic shared memory.</summary>
    public (nint Memory, int Bytes) Dynamic { get; private set; }

    /// <summary>What went wrong, or null.</summary>
    public Exception? Failure => failure;

    /// <summary>Makes the group ready for its next index in the grid.</summary>
    public void Begin()
    {
        shared.Reset();
        allocations.Clear();
        Dynamic = (shared.Take(Math.Max(1, dynamicBytes)), dynamicBytes);
        done = 0;
        foreach (var thread in Threads)
        {
            thread.Wait = CpuWait.None;
            thread.Begin();
        }
    }

    /// <summary>The group's allocation number <paramref name="index"/>: all threads ask in the same order.</summary>
    public nint Shared(int index, long bytes)
    {
        if (index == allocations.Count)
            allocations.Add(shared.Take(bytes));
        return allocations[index];
    }

    public void Barrier(CpuThread thread) => Meet(thread, CpuWait.Group);

    public void WarpBarrier(CpuThread thread) => Meet(thread, CpuWait.Warp);

    public int CountOffers() => Threads.Count(thread => thread.Wait != CpuWait.Done && thread.Offer != 0);

    /// <summary>What a thread offers; the asker's own value where there is no such thread.</summary>
    public ulong Offer(int thread, int asker) => Threads[(uint)thread < (uint)Threads.Length ? thread : asker].Offer;

    /// <summary>The thread has returned from the kernel, or failed.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Finish(CpuThread thread, Exception? exception)
    {
        failure ??= exception;
        thread.Wait = CpuWait.Done;
        done++;
        Release();
        if (done == Threads.Length)
            return true;
        PassTurn(thread);
        return false;
    }

    public void Dispose()
    {
        shared.Free();
        foreach (var thread in Threads)
            thread.Free();
    }

    private void Meet(CpuThread thread, CpuWait wait)
    {
        if (failure is not null)
            throw new OperationCanceledException();
        thread.Wait = wait;
        Release();
        if (PassTurn(thread))
            thread.Turn.Wait();
        if (failure is not null)
            throw new OperationCanceledException();
    }

    /// <summary>Lets those go on who have all met.</summary>
    private void Release()
    {
        if (Threads.All(thread => thread.Wait is CpuWait.Group or CpuWait.Done))
        {
            foreach (var thread in Threads.Where(thread => thread.Wait == CpuWait.Group))
                thread.Wait = CpuWait.None;
        }

        for (var first = 0; first < Threads.Length; first += warpSize)
        {
            var warp = new ArraySegment<CpuThread>(Threads, first, Math.Min(warpSize, Threads.Length - first));
            if (!warp.Any(thread => thread.Wait == CpuWait.Warp) || !warp.All(thread => thread.Wait is CpuWait.Warp or CpuWait.Done))
                continue;
            foreach (var thread in warp.Where(thread => thread.Wait == CpuWait.Warp))
                thread.Wait = CpuWait.None;
        }
    }

    /// <summary>Wakes the next thread that may run.</summary>
    /// <returns>False when that is the thread itself.</returns>
    private bool PassTurn(CpuThread from)
    {
        var start = Array.IndexOf(Threads, from);
        for (var i = 1; i <= Threads.Length; i++)
        {
            var next = Threads[(start + i) % Threads.Length];
            if (next.Wait != CpuWait.None && !(failure is not null && next.Wait != CpuWait.Done))
                continue;
            if (next == from)
                return false;
            next.Turn.Release();
            return true;
        }

        failure = new InvalidOperationException(
            $"Kernel {kernel}: threads of a group wait for each other in vain: "
            + string.Join(", ", Threads.GroupBy(thread => thread.Wait).Select(waiting => $"{waiting.Count()} {Describe(waiting.Key)}"))
            + ". Every thread of a group must reach the same barriers and shuffles.");
        return PassTurn(from);
    }

    private static string Describe(CpuWait wait) => wait switch
    {
        CpuWait.Group => "at a barrier of the group",
        CpuWait.Warp => "at a shuffle or barrier of a warp",
        CpuWait.Done => "have returned",
        _ => "run",
    };
}
