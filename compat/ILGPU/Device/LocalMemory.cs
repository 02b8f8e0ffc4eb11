using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>Memory of one thread. For kernels only; extents must be constants; the content is unspecified.</summary>
public static class LocalMemory
{
    /// <summary>Elements of this thread.</summary>
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged => CpuThread.In("LocalMemory.Allocate").AllocateLocal<T>(extent);

    /// <summary>Elements of this thread.</summary>
    public static ArrayView1D<T, Stride1D.Dense> Allocate1D<T>(Index1D extent)
        where T : unmanaged => CpuThread.In("LocalMemory.Allocate1D").AllocateLocal<T>(extent.X);
}
