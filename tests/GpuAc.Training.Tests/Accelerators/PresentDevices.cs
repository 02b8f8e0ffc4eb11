using GpuAc.Kernels.Accelerators;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>The devices that every test body runs on: OpenCL always (without a driver such as PoCL the tests fail), CUDA where there is a GPU.</summary>
internal static class PresentDevices
{
    public static IReadOnlyList<DeviceKind> All { get; } = AcceleratorDevice.Best() == DeviceKind.Cuda
        ? [DeviceKind.OpenCL, DeviceKind.Cuda]
        : [DeviceKind.OpenCL];
}
