using System.Diagnostics;

namespace GpuAc.Lanes.Threads;

/// <summary>For how long workers are left out after load was noticed.</summary>
/// <remarks>Twice as long each time that their return did not last: under steady load, asking again costs next to nothing.</remarks>
internal struct Respite
{
    private static readonly long Shortest = Stopwatch.Frequency / 200;
    private static readonly long Longest = Stopwatch.Frequency / 2;

    private long length;
    private long end;

    /// <summary>Whether it is over, or none was begun.</summary>
    public readonly bool IsOver => Stopwatch.GetTimestamp() >= end;

    /// <summary>
    /// Begins one: of 5 ms, or double the last if that ended less than four times its length and 20 ms ago; at most half a second.
    /// </summary>
    public void Begin()
    {
        long now = Stopwatch.GetTimestamp();
        length = length > 0 && now - end < (4 * length) + (4 * Shortest) ? Math.Min(2 * length, Longest) : Shortest;
        end = now + length;
    }
}
