using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Cli.Bench;

/// <summary><c>gpuac bench roofline</c>: the machine's float32 multiply-add peak.</summary>
internal static class RooflineBench
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> threads = CommandOptions.Threads();
        var command = new Command("roofline", "The machine's float32 multiply-add peak, on one thread and on all.") { threads, json };
        command.SetAction(parsed =>
            Run(CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount, parsed.GetValue(json), output));
        return command;
    }

    private static int Run(int threads, bool json, TextWriter output)
    {
        double one = Roofline.Measure(1, TimeSpan.FromMilliseconds(300));
        double all = Roofline.Measure(threads, TimeSpan.FromMilliseconds(300));
        if (json)
        {
            using var report = new JsonReport();
            report.Add("laneWidth", LaneWidth.Widest)
                .Add("gflopsOneThread", one / 1e9).Add("threads", threads).Add("gflopsAllThreads", all / 1e9).Print(output);
            return ExitCode.Ok;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"float32 multiply-add peak ({LaneWidth.Describe(LaneWidth.Widest)}): {one / 1e9:F1} GFLOP/s on 1 thread, {all / 1e9:F1} on "
            + $"{threads}"));
        return ExitCode.Ok;
    }
}
