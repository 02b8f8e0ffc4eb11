namespace GpuAc.Lanes.Threads;

/// <summary>Lets workers into a job, as long as it is open to them.</summary>
/// <remarks>Job number, places and workers are one word, so that nobody joins a job that is closed, or one job twice.</remarks>
internal sealed class JobEntry
{
    private const int CountBits = 16;
    private const long CountMask = (1 << CountBits) - 1;

    // From the highest bit on: number of the job; how many workers it takes; how many it has, worker 0 included.
    private long word;

    /// <summary>Opens the next job, which has worker 0; a full fence.</summary>
    /// <param name="places">Workers that it takes, worker 0 included; below 65,536.</param>
    public void Open(int places)
    {
        long number = (Volatile.Read(ref word) >> (2 * CountBits)) + 1;
        Interlocked.Exchange(ref word, (number << (2 * CountBits)) | ((long)places << CountBits) | 1);
    }

    /// <summary>Lets nobody join any more.</summary>
    /// <returns>Workers that the job has.</returns>
    public int Close()
    {
        // Without a place, a job has none to give.
        long before = Interlocked.And(ref word, ~(CountMask << CountBits));
        return (int)(before & CountMask);
    }

    /// <summary>Whether there is a job to join after the one of number <paramref name="last"/>.</summary>
    public bool MayJoin(long last) => IsOpen(Volatile.Read(ref word), last);

    /// <summary>Joins the open job, if there is one that is not the caller's last.</summary>
    /// <param name="last">Number of the job that the caller joined last, 0 at first; the joined one's on success.</param>
    /// <param name="worker">The caller's place in it, at least 1.</param>
    public bool TryJoin(ref long last, out int worker)
    {
        while (true)
        {
            long seen = Volatile.Read(ref word);
            worker = (int)(seen & CountMask);
            if (!IsOpen(seen, last))
                return false;
            if (Interlocked.CompareExchange(ref word, seen + 1, seen) != seen)
                continue;
            last = seen >> (2 * CountBits);
            return true;
        }
    }

    private static bool IsOpen(long word, long last) =>
        (word >> (2 * CountBits)) != last && (word & CountMask) < ((word >> CountBits) & CountMask);
}
