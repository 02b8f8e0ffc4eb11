using GpuAc.Kernels.Accelerators.Driver;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>A kernel in a device's memory.</summary>
/// <typeparam name="TLaunch">
/// What launches it: an action of stream, launch configuration or index, and the kernel's parameters.
/// </typeparam>
/// <param name="kernel">ILGPU's handle; the accelerator's to dispose.</param>
internal sealed class LoadedKernel<TLaunch>(Kernel kernel)
    where TLaunch : Delegate
{
    /// <summary>Puts the kernel into a queue.</summary>
    public TLaunch Launch { get; } = kernel.CreateLauncherDelegate<TLaunch>();

    /// <summary>Permits launches with that much dynamic shared memory.</summary>
    /// <param name="bytes">Bytes of a group.</param>
    public LoadedKernel<TLaunch> WithSharedMemory(int bytes)
    {
        CudaFunction.AllowSharedMemory(kernel, bytes);
        return this;
    }
}
