using System.Runtime.CompilerServices;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Accelerators.Driver;
using GpuAc.Kernels.Plans;
using ILGPU;

namespace GpuAc.Kernels.Engines;

/// <summary>The devices that training can run on, by name, and which of them this machine has.</summary>
public static class DeviceCatalog
{
    /// <summary>The name that stands for the best device of the machine.</summary>
    public const string Auto = "auto";

    /// <summary>Every name that <see cref="Find"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, .. DeviceKinds.All.Select(DeviceKinds.NameOf)];

    /// <summary>A kind's name: <c>cpu</c>, <c>cuda</c>, <c>opencl</c> or <c>ilgpu-cpu</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a kind.</exception>
    public static string NameOf(DeviceKind kind) => DeviceKinds.NameOf(kind);

    /// <summary>Finds a kind by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>; null is <see cref="Auto"/>.</param>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static DeviceKind Find(string? name)
    {
        if (name == null || string.Equals(name, Auto, StringComparison.OrdinalIgnoreCase))
            return Best();
        foreach (DeviceKind kind in DeviceKinds.All)
        {
            if (string.Equals(DeviceKinds.NameOf(kind), name, StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        throw UnknownNameException.For("device", name, Names);
    }

    /// <summary>
    /// The kind that <see cref="Auto"/> stands for: CUDA, then OpenCL, then the CPU; the CPU alone in a program that may not generate code
    /// at run time, as ILGPU does, such as one compiled ahead of time.
    /// </summary>
    public static DeviceKind Best()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return DeviceKind.Cpu;
        foreach (DeviceKind kind in (DeviceKind[])[DeviceKind.Cuda, DeviceKind.OpenCL])
        {
            // Where there is no driver, ILGPU need not even be loaded: 20 ms of every run.
            if (!DeviceSurvey.HasDriver(kind))
                continue;
            using Context context = DeviceSurvey.CreateContext(kind);
            if (DeviceSurvey.Find(kind, context) != null)
                return kind;
        }

        return DeviceKind.Cpu;
    }

    /// <summary>The kind that was asked for, or the best one where none was.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a kind.</exception>
    public static DeviceKind Resolve(DeviceKind? asked) => asked is { } kind ? KnownValues.Require(kind) : Best();

    /// <summary>Every accelerator of the machine, and the reason for each that cannot be used and each kind that is absent.</summary>
    public static IReadOnlyList<AcceleratorEntry> ListAccelerators() => AcceleratorListing.Run();

    /// <summary>Why the CUDA driver cannot replay launches as graphs, or null where it can.</summary>
    public static string? GraphAbsence() => CudaGraph.DriverAbsence();
}
