using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuAc.Cli.Output;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Engines;
using GpuAc.Lanes;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac devices</c>: what training can run on, and every accelerator that kernels can.</summary>
internal static class DevicesCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        Option<bool> json = CommandOptions.Json();
        var command = new Command("devices", "Lists what training can run on, and the accelerators of this machine.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), output));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        int width = LaneWidth.Choose();
        string description = $"{RuntimeInformation.ProcessArchitecture} CPU, {LaneWidth.Describe(width)}";
        IReadOnlyList<AcceleratorEntry> accelerators = DeviceCatalog.ListAccelerators();
        string best = DeviceCatalog.NameOf(DeviceCatalog.Best());
        if (json)
        {
            using var report = new JsonReport();
            report
                .AddArray("devices", ["cpu"], (item, name) => item
                    .Add("name", name)
                    .Add("description", description)
                    .Add("cores", Environment.ProcessorCount)
                    .Add("laneWidth", width)
                    .Add("isDefault", best == name))
                .Add("auto", best)
                .AddArray("accelerators", accelerators, Write)
                .Print(output);
            return ExitCode.Ok;
        }

        Tables.Print(
            output, ["device", "description", ">cores", ">lanes"],
            [["cpu", description, $"{Environment.ProcessorCount}", $"{width}"]]);
        output.WriteLine($"'--device auto' is {best} on this machine.");
        output.WriteLine($"Set {LaneWidth.Variable} to 1, 4, 8 or 16 to force a lane width.");
        output.WriteLine();
        Tables.Print(
            output, ["accelerator", "name", "version", ">memory GiB", ">units"],
            accelerators.Where(entry => entry.Absence == null).Select(Row));
        foreach (AcceleratorEntry entry in accelerators.Where(entry => entry.Absence != null))
            output.WriteLine($"No {entry.Kind} accelerator: {entry.Absence}.");
        if (accelerators.Any(entry => entry is { Kind: "cuda", Absence: null }) && DeviceCatalog.GraphAbsence() is { } reason)
            output.WriteLine($"No CUDA graphs: {reason}. Launches go out one by one.");
        return ExitCode.Ok;
    }

    private static string[] Row(AcceleratorEntry entry) =>
    [
        entry.Kind,
        entry.Name ?? "",
        entry.Version ?? "",
        // ILGPU's accelerator on the CPU knows no bound.
        entry.MemoryBytes == long.MaxValue ? "" : (entry.MemoryBytes / (double)(1L << 30)).ToString("F1", CultureInfo.InvariantCulture),
        entry.Multiprocessors.ToString(CultureInfo.InvariantCulture),
    ];

    private static void Write(JsonReport report, AcceleratorEntry entry) => report
        .Add("kind", entry.Kind)
        .Add("present", entry.Absence == null)
        .Add("name", entry.Name)
        .Add("version", entry.Version)
        .Add("memoryBytes", entry.MemoryBytes)
        .Add("units", entry.Multiprocessors)
        .Add("absence", entry.Absence);
}
