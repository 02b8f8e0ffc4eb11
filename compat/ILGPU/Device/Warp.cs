using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>The warp that a kernel's thread belongs to: neighbouring threads of a group that run together. For kernels only.</summary>
/// <remarks>
/// Every thread of the warp must reach a shuffle. An OpenCL device without sub-groups shuffles through shared memory: there
/// every thread of the <em>group</em> must reach it.
/// </remarks>
public static class Warp
{
    /// <summary>Threads of a warp.</summary>
    public static int WarpSize => CpuThread.In("Warp.WarpSize").WarpSize;

    /// <summary>Index of this thread in its warp.</summary>
    public static int LaneIdx => Group.LinearIndex % WarpSize;

    /// <summary>Index of this thread's warp in its group.</summary>
    public static int WarpIdx => Group.LinearIndex / WarpSize;

    /// <summary>True for the warp's first thread.</summary>
    public static bool IsFirstLane => LaneIdx == 0;

    /// <summary>True for the warp's last thread.</summary>
    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    /// <summary>Waits for every thread of the warp.</summary>
    public static void Barrier() => CpuThread.In("Warp.Barrier").WarpBarrier();

    /// <summary>The value of another lane.</summary>
    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged => CpuThread.In("Warp.Shuffle").WarpExchange(variable, sourceLane);

    /// <summary>The value of the lane <paramref name="delta"/> further on, or this lane's own where there is none.</summary>
    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged =>
            CpuThread.In("Warp.ShuffleDown").WarpExchange(variable, LaneIdx + delta < WarpSize ? LaneIdx + delta : LaneIdx);

    /// <summary>The value of the lane <paramref name="delta"/> before, or this lane's own where there is none.</summary>
    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged => CpuThread.In("Warp.ShuffleUp").WarpExchange(variable, LaneIdx >= delta ? LaneIdx - delta : LaneIdx);

    /// <summary>The value of the lane whose index differs by the bits of <paramref name="mask"/>.</summary>
    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged => CpuThread.In("Warp.ShuffleXor").WarpExchange(variable, LaneIdx ^ mask);

    /// <summary>One lane's value for all of the warp.</summary>
    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged => CpuThread.In("Warp.Broadcast").WarpExchange(value, sourceLane);
}
