using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGPU.Extras;

/// <summary>A kind of accelerator on this machine.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Devices">Its devices.</param>
/// <param name="Absence">Why there are none, otherwise null.</param>
public sealed record AcceleratorSurveyEntry(AcceleratorType Type, IReadOnlyList<Device> Devices, string? Absence);

/// <summary>What this machine has, and why it lacks the rest. Beside ILGPU's API.</summary>
public static class AcceleratorSurvey
{
    private delegate IReadOnlyList<Device> Search(out string? absence);

    /// <summary>Looks for every kind of accelerator. A driver that fails makes its kind absent, with the failure as the reason.</summary>
    public static IReadOnlyList<AcceleratorSurveyEntry> Run() =>
    [
        Look(AcceleratorType.Cuda, CudaDevice.Find),
        Look(AcceleratorType.OpenCL, CLDevice.Find),
        new(AcceleratorType.CPU, [CPUDevice.Default], null),
    ];

    /// <summary>The version of a device's interface, such as compute capability 9.0 or OpenCL 1.2.</summary>
    public static string VersionOf(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Version;
    }

    /// <summary>True for a GPU, false for a device whose threads are loops on a CPU.</summary>
    public static bool IsGpu(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device is CudaDevice or CLDevice { IsGpu: true };
    }

    private static AcceleratorSurveyEntry Look(AcceleratorType type, Search search)
    {
        try
        {
            var devices = search(out var absence);
            return new(type, devices, absence);
        }
        catch (AcceleratorException failure)
        {
            return new(type, [], failure.Message);
        }
    }
}
