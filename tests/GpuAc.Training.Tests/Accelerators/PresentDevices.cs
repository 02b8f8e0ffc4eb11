using GpuAc.Kernels.Accelerators;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>
/// The devices that every test body runs on: ILGPU's CPU accelerator always, CUDA where there is a GPU.
/// <c>GPUAC_TEST_DEVICES=cuda,opencl</c> names them instead, for a machine whose devices are to be checked.
/// </summary>
public static class PresentDevices
{
    /// <summary>Name of the variable that names them.</summary>
    public const string Variable = "GPUAC_TEST_DEVICES";

    public static IReadOnlyList<DeviceKind> All { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } names
        ? [.. names.Split(',').Select(name => DeviceKinds.All.Single(kind => DeviceKinds.NameOf(kind) == name))]
        : AcceleratorDevice.Best() == DeviceKind.Cuda ? [DeviceKind.IlgpuCpu, DeviceKind.Cuda] : [DeviceKind.IlgpuCpu];

    /// <summary>One of them, for what is the same on all.</summary>
    public static DeviceKind Any => All[^1];
}
