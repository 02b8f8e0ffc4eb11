using System.CommandLine;
using System.Runtime.InteropServices;
using GpuAc.Cli.Output;
using GpuAc.Kernels;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac devices</c>: what training can run on.</summary>
internal static class DevicesCommand
{
    /// <summary>The devices of this build.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "cpu"];

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        Option<bool> json = CommandOptions.Json();
        var command = new Command("devices", "Lists what training can run on.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), output));
        return command;
    }

    /// <summary>The device that a name stands for.</summary>
    /// <exception cref="UnknownNameException">This build has no such device.</exception>
    public static string Resolve(string? name) => name?.ToLowerInvariant() switch
    {
        null or "auto" or "cpu" => "cpu",
        _ => throw UnknownNameException.For("device", name, Names),
    };

    private static int Run(bool json, TextWriter output)
    {
        int width = LaneWidth.Choose();
        string instructions = LaneWidth.Describe(width);
        if (json)
        {
            using var report = new JsonReport();
            report.AddArray(
                "devices", ["cpu"], (item, name) => item
                    .Add("name", name)
                    .Add("description", $"{RuntimeInformation.ProcessArchitecture} CPU, {instructions}")
                    .Add("cores", Environment.ProcessorCount)
                    .Add("laneWidth", width)
                    .Add("isDefault", true))
                .Print(output);
            return ExitCode.Ok;
        }

        Tables.Print(output, ["device", "description", ">cores", ">lanes"], [["cpu (auto)", $"{RuntimeInformation.ProcessArchitecture} CPU, {instructions}", $"{Environment.ProcessorCount}", $"{width}"]]);
        output.WriteLine($"Set {LaneWidth.Variable} to 1, 4, 8 or 16 to force a lane width.");
        return ExitCode.Ok;
    }
}
