using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>What a kernel takes of a multiprocessor.</summary>
/// <param name="Name">The kernel.</param>
/// <param name="Registers">Registers of a thread.</param>
/// <param name="LocalBytes">Local memory of a thread: spilled registers and indexed arrays.</param>
/// <param name="SharedBytes">Shared memory that the kernel declares.</param>
public readonly record struct KernelResources(string Name, int Registers, int LocalBytes, int SharedBytes);

/// <summary>Attributes of a loaded CUDA function.</summary>
internal static class CudaFunction
{
    private const int SharedSize = 1;
    private const int LocalSize = 3;
    private const int NumRegisters = 4;
    private const int MaxDynamicSharedSize = 8;

    /// <summary>What a kernel takes, or null where that is not known: on devices other than CUDA's.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="kernel">A loaded kernel.</param>
    public static KernelResources? ResourcesOf(string name, Kernel kernel)
    {
        if (kernel is not CudaKernel cuda)
            return null;
        kernel.Accelerator.Bind();
        return new KernelResources(name, Get(cuda, NumRegisters), Get(cuda, LocalSize), Get(cuda, SharedSize));
    }

    /// <summary>Permits launches with that much dynamic shared memory, where it is more than any kernel may take unasked.</summary>
    /// <param name="kernel">A loaded kernel.</param>
    /// <param name="bytes">Dynamic shared memory of a group.</param>
    /// <exception cref="CudaException">More than the device has, together with what the kernel declares.</exception>
    public static void AllowSharedMemory(Kernel kernel, int bytes)
    {
        if (kernel is not CudaKernel cuda)
            return;
        kernel.Accelerator.Bind();
        // Declared and dynamic memory count together.
        if (Get(cuda, SharedSize) + bytes > kernel.Accelerator.MaxSharedMemoryPerGroup)
            CudaException.ThrowIfFailed(CudaDriver.SetAttribute(cuda.FunctionPtr, MaxDynamicSharedSize, bytes));
    }

    private static int Get(CudaKernel kernel, int attribute)
    {
        CudaException.ThrowIfFailed(CudaDriver.GetAttribute(out int value, attribute, kernel.FunctionPtr));
        return value;
    }
}
