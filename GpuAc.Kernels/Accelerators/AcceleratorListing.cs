using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// What kernels can run on here. ILGPU's own interface lists what it finds; a runtime that also knows versions and the reasons for
/// absences says so in a file of Extras, which implements <see cref="Survey"/>.
/// </summary>
internal static partial class AcceleratorListing
{
    private static readonly AcceleratorType[] Kinds = [AcceleratorType.Cuda, AcceleratorType.OpenCL, AcceleratorType.CPU];

    /// <summary>
    /// Every accelerator, and an entry with the reason for each kind that is absent; CUDA first, then OpenCL, then the CPU.
    /// </summary>
    public static IReadOnlyList<AcceleratorEntry> Run()
    {
        List<AcceleratorEntry> entries = [];
        Survey(entries);
        if (entries.Count == 0)
            ListDevices(entries);
        return entries;
    }

    /// <summary>Fills the list where the runtime offers a survey; otherwise left out of the build, and the list stays empty.</summary>
    static partial void Survey(List<AcceleratorEntry> entries);

    private static void ListDevices(List<AcceleratorEntry> entries)
    {
        using Context context = Context.Create(builder => builder.AllAccelerators());
        foreach (AcceleratorType kind in Kinds)
        {
            Device[] devices = [.. context.Devices.Where(device => device.AcceleratorType == kind)];
            entries.AddRange(devices.Select(device => Describe(device, version: null)));
            if (devices.Length == 0)
                entries.Add(Absent(kind, "ILGPU found none"));
        }
    }

    private static AcceleratorEntry Describe(Device device, string? version) =>
        new(NameOf(device.AcceleratorType), device.Name, device.MemorySize, device.NumMultiprocessors, version, Absence: null);

    private static AcceleratorEntry Absent(AcceleratorType kind, string reason) =>
        new(NameOf(kind), Name: null, 0, 0, Version: null, reason);

    private static string NameOf(AcceleratorType kind) => kind switch
    {
        AcceleratorType.Cuda => "cuda",
        AcceleratorType.OpenCL => "opencl",
        _ => "cpu",
    };
}
