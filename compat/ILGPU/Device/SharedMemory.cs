using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>Memory that the threads of a group share. For kernels only; extents must be constants.</summary>
public static class SharedMemory
{
    /// <summary>One shared value.</summary>
    public static ref T Allocate<T>()
        where T : unmanaged => ref CpuThread.In("SharedMemory.Allocate").AllocateShared<T>(1)[0];

    /// <summary>Shared elements.</summary>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => CpuThread.In("SharedMemory.Allocate").AllocateShared<T>(extent);

    /// <summary>Shared elements.</summary>
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent)
        where T : unmanaged => CpuThread.In("SharedMemory.Allocate1D").AllocateShared<T>(extent.X);

    /// <summary>The shared elements that the launch asked for with its <see cref="SharedMemoryConfig"/>.</summary>
    public static ArrayView<T> GetDynamic<T>()
        where T : unmanaged => CpuThread.In("SharedMemory.GetDynamic").DynamicShared<T>();
}
