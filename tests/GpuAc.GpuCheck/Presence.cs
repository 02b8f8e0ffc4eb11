using System.Globalization;
using ILGPU.Extras;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.GpuCheck;

/// <summary>What is here to check.</summary>
internal static class Presence
{
    /// <summary>Prints every accelerator, or why it is absent.</summary>
    /// <returns>Names of the kinds present, as the tests call them.</returns>
    public static string[] Find(TextWriter output)
    {
        var present = new List<string>();
        foreach (var kind in AcceleratorSurvey.Run())
        {
            foreach (var device in kind.Devices)
                output.WriteLine(Describe(device));
            if (kind.Absence is not null)
                output.WriteLine($"no {kind.Type}: {kind.Absence}");
            if (kind.Devices.Count > 0)
                present.Add(kind.Type.ToString().ToLowerInvariant());
        }

        return [.. present];
    }

    private static string Describe(Device device)
    {
        var driver = device is CudaDevice cuda ? $", driver for CUDA {cuda.DriverVersion / 1000}.{cuda.DriverVersion % 1000 / 10}" : "";
        var memory = (device.MemorySize / (double)(1L << 30)).ToString("F1", CultureInfo.InvariantCulture);
        return $"{device.AcceleratorType}: {device.Name}, {AcceleratorSurvey.VersionOf(device)}{driver}, {memory} GiB, "
            + $"{device.NumMultiprocessors} units";
    }
}
