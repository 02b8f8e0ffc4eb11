using GpuAc.Kernels.Plans;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>A test that would take hours on ILGPU's CPU accelerator, or that asks for what only CUDA can say.</summary>
public sealed class FastDeviceFactAttribute : FactAttribute
{
    public FastDeviceFactAttribute()
    {
        if (PresentDevices.All is [DeviceKind.IlgpuCpu])
            Skip = $"Needs a GPU, or the emulated CUDA driver and {PresentDevices.Variable}=cuda.";
    }
}
