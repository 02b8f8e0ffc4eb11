namespace GpuAc.Kernels.Plans;

/// <summary>The names of devices.</summary>
internal static class DeviceKinds
{
    /// <summary>Every kind, the preferred ones first.</summary>
    public static IReadOnlyList<DeviceKind> All { get; } = [DeviceKind.Cpu, DeviceKind.Cuda, DeviceKind.OpenCL, DeviceKind.IlgpuCpu];

    /// <summary>A kind's name: <c>cpu</c>, <c>cuda</c>, <c>opencl</c> or <c>ilgpu-cpu</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a kind.</exception>
    public static string NameOf(DeviceKind kind) => kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => "cuda",
        DeviceKind.OpenCL => "opencl",
        DeviceKind.IlgpuCpu => "ilgpu-cpu",
        _ => throw KnownValues.Unknown(kind),
    };
}
