namespace GpuAc.Kernels.Accelerators;

/// <summary>What training runs on.</summary>
public enum DeviceKind
{
    /// <summary>CPU cores and their vector instructions.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>An OpenCL device.</summary>
    OpenCL,
}
