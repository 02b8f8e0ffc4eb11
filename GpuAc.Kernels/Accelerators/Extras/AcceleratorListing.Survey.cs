using ILGPU.Extras;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <content>Our runtime also knows versions, and why an accelerator is absent.</content>
internal static partial class AcceleratorListing
{
    static partial void Survey(List<AcceleratorEntry> entries)
    {
        foreach (AcceleratorSurveyEntry kind in AcceleratorSurvey.Run())
        {
            foreach (Device device in kind.Devices)
                entries.Add(Describe(device, AcceleratorSurvey.VersionOf(device)));
            if (kind.Absence is { } reason)
                entries.Add(Absent(kind.Type, reason));
        }
    }
}
