namespace GpuAc.Lanes.Threads;

/// <summary>Where threads sleep until something that they wait for may have happened.</summary>
/// <remarks>
/// A sleeper enters, looks once more whether it has to wait, waits as long as it has to and exits. Whoever makes it happen does so with a
/// full fence and then calls <see cref="Wake"/>: of the two, one sees the other. Costs a read while nobody sleeps.
/// </remarks>
internal sealed class SleepGate
{
    private readonly object monitor = new();
    private int sleepers;

    /// <summary>Whether anybody sleeps, or is about to.</summary>
    public bool HasSleepers => Volatile.Read(ref sleepers) != 0;

    /// <summary>Announces a sleeper.</summary>
    public void Enter()
    {
        Monitor.Enter(monitor);
        Interlocked.Increment(ref sleepers);
    }

    /// <summary>Sleeps until the next wake-up; between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    public void Wait() => Monitor.Wait(monitor);

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Exit()
    {
        Interlocked.Decrement(ref sleepers);
        Monitor.Exit(monitor);
    }

    /// <summary>Wakes all sleepers; after a full fence.</summary>
    public void Wake()
    {
        if (!HasSleepers)
            return;
        lock (monitor)
            Monitor.PulseAll(monitor);
    }
}
