using GpuAc.Kernels.Plans;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Which devices kernels can run on here, and why not on the others.</summary>
internal static class AcceleratorListing
{
    /// <summary>Every accelerator, and an entry with the reason for each that cannot be used and each kind that is absent.</summary>
    public static IReadOnlyList<AcceleratorEntry> Run()
    {
        List<AcceleratorEntry> entries = [];
        foreach (DeviceKind kind in DeviceKinds.All.Where(kind => kind != DeviceKind.Cpu))
        {
            using Context context = DeviceSurvey.CreateContext(kind);
            string name = DeviceKinds.NameOf(kind);
            Device[] devices = [.. DeviceSurvey.Devices(kind, context)];
            foreach (Device device in devices)
            {
                entries.Add(new(
                    name, device.Name, device.MemorySize, device.NumMultiprocessors, DeviceSurvey.VersionOf(device),
                    DeviceSurvey.Objection(device)));
            }

            if (devices.Length == 0)
                entries.Add(new(name, Name: null, 0, 0, Version: null, DeviceSurvey.Absence(kind, context)));
        }

        return entries;
    }
}
