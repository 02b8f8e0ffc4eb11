using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>How much memory a device has for us.</summary>
internal static class DeviceMemory
{
    private const int SharedMemoryPerBlockOptIn = 97;

    /// <summary>Bytes that could still be allocated; on devices other than CUDA's, which do not say, all that they have.</summary>
    public static long FreeBytes(Accelerator accelerator)
    {
        if (accelerator is not CudaAccelerator)
            return accelerator.MemorySize;
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaDriver.GetMemory(out nuint free, out _));
        return (long)free;
    }

    /// <summary>
    /// Shared memory that a group can have: on CUDA what a kernel may ask for (227 KiB on an H100), beyond the 48 KiB that ILGPU reports.
    /// </summary>
    public static int SharedBytes(Accelerator accelerator)
    {
        if (accelerator is not CudaAccelerator cuda)
            return accelerator.MaxSharedMemoryPerGroup;
        return CudaDriver.GetDeviceAttribute(out int bytes, SharedMemoryPerBlockOptIn, cuda.DeviceId) == CudaError.CUDA_SUCCESS
            ? Math.Max(bytes, accelerator.MaxSharedMemoryPerGroup)
            : accelerator.MaxSharedMemoryPerGroup;
    }
}
