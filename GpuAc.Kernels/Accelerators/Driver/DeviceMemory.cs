using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>How much memory a device has for us.</summary>
internal static class DeviceMemory
{
    private const int SharedMemoryPerBlockOptIn = 97;
    private const int SharedBytesOfH100 = 227 << 10;
    private const int DeclaredOnCuda = 48 << 10;

    /// <summary>Bytes that could still be allocated; on devices other than CUDA's, which do not say, all that they have.</summary>
    public static long FreeBytes(Accelerator accelerator)
    {
        if (accelerator is CPUAccelerator)
            return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (accelerator is not CudaAccelerator)
            return accelerator.MemorySize;
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaDriver.GetMemory(out nuint free, out _));
        return (long)free;
    }

    /// <summary>
    /// Shared memory that a group can have: on CUDA what a kernel may ask for (227 KiB on an H100), beyond the 48 KiB that ILGPU reports.
    /// ILGPU's CPU accelerator, which has no bound of its own, is given an H100's, so that it runs what a GPU would.
    /// </summary>
    public static int SharedBytes(Accelerator accelerator)
    {
        if (accelerator is CPUAccelerator)
            return SharedBytesOfH100;
        if (accelerator is not CudaAccelerator cuda)
            return accelerator.MaxSharedMemoryPerGroup;
        return CudaDriver.GetDeviceAttribute(out int bytes, SharedMemoryPerBlockOptIn, cuda.DeviceId) == CudaError.CUDA_SUCCESS
            ? Math.Max(bytes, accelerator.MaxSharedMemoryPerGroup)
            : accelerator.MaxSharedMemoryPerGroup;
    }

    /// <summary>Shared memory that a kernel may declare: 48 KiB on CUDA, all of it on OpenCL.</summary>
    public static int DeclaredSharedBytes(Accelerator accelerator) =>
        accelerator is CLAccelerator ? SharedBytes(accelerator) : DeclaredOnCuda;
}
