using GpuAc.Kernels.Accelerators;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>
/// The devices that every test body runs on: OpenCL always (without a driver such as PoCL the tests fail), CUDA where there is a GPU.
/// <c>ILGPU_TEST_TARGETS=cpu,cuda</c> names them instead, for a machine that has no OpenCL driver.
/// </summary>
internal static class PresentDevices
{
    public static IReadOnlyList<DeviceKind> All { get; } = Environment.GetEnvironmentVariable("ILGPU_TEST_TARGETS") is { Length: > 0 } names
        ? [.. names.Split(',').Select(name => Enum.Parse<DeviceKind>(name, ignoreCase: true)).Where(kind => kind != DeviceKind.Cpu)]
        : AcceleratorDevice.Best() == DeviceKind.Cuda ? [DeviceKind.OpenCL, DeviceKind.Cuda] : [DeviceKind.OpenCL];

    /// <summary>One of them, for what is the same on all.</summary>
    public static DeviceKind Any => All[^1];
}
