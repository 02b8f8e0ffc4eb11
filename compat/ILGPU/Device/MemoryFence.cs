namespace ILGPU;

/// <summary>Orders this thread's memory accesses. For kernels only.</summary>
public static class MemoryFence
{
    /// <summary>For the threads of the group.</summary>
    public static void GroupLevel() => Interlocked.MemoryBarrier();

    /// <summary>For the threads of the device.</summary>
    public static void DeviceLevel() => Interlocked.MemoryBarrier();

    /// <summary>For the threads of the device and the host.</summary>
    public static void SystemLevel() => Interlocked.MemoryBarrier();
}
