using System.Diagnostics;

namespace GpuAc.Lanes.Threads;

/// <summary>Spins for 200 µs of wall-clock time, however long the processor's pause instruction takes.</summary>
/// <remarks>A tenth of that is less than a phase's ordinary imbalance: two threads made a quarter of the off-policy updates.</remarks>
internal struct SpinWindow
{
    private const int SpinsPerLook = 16;
    private static readonly long Length = Stopwatch.Frequency / 5000;

    private int spins;
    private long end;

    /// <summary>Spins once; false when the time is over. The first spins do not look at the clock.</summary>
    public bool Spin()
    {
        Thread.SpinWait(1);
        if (++spins % SpinsPerLook != 0)
            return true;
        long now = Stopwatch.GetTimestamp();
        if (end == 0)
            end = now + Length;
        return now < end;
    }
}
