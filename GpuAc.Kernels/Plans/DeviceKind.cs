namespace GpuAc.Kernels.Plans;

/// <summary>What training runs on.</summary>
public enum DeviceKind
{
    /// <summary>CPU cores and their vector instructions.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>A GPU with an OpenCL driver.</summary>
    OpenCL,

    /// <summary>
    /// ILGPU's CPU accelerator, which runs the GPU's kernels as .NET code with an operating-system thread for each GPU thread: for tests,
    /// and for stepping through a kernel in a debugger. Thousands of times slower than <see cref="Cpu"/>.
    /// </summary>
    IlgpuCpu,
}
