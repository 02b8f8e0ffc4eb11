using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Verification;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac envs verify</c>: compares environments with recorded trajectories of the reference.</summary>
internal static class EnvsVerifyCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var files = new Argument<string[]>("FILE.json")
        {
            Description = "Recorded trajectories; each file names its environment.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> json = CommandOptions.Json();
        var command = new Command(
            "verify", "Takes every recorded step from its recorded state and compares what comes of it.") { files, json };
        command.SetAction(parsed =>
        {
            TrajectoryReport[] reports = [.. parsed.GetValue(files)!.Select(EnvironmentCatalog.Verify)];
            Print(reports, parsed.GetValue(json), output, error);
            return reports.All(report => report.Passed) ? ExitCode.Ok : ExitCode.NotSolved;
        });
        return command;
    }

    private static void Print(TrajectoryReport[] reports, bool json, TextWriter output, TextWriter error)
    {
        foreach (TrajectoryReport report in reports)
        {
            foreach (TrajectoryMismatch mismatch in report.FirstMismatches)
                error.WriteLine($"{report.File}: {mismatch}");
        }

        if (json)
        {
            using var summary = new JsonReport();
            summary
                .Add("passed", reports.All(report => report.Passed))
                .AddArray("files", reports, (item, report) => item
                    .Add("file", report.File)
                    .Add("env", report.EnvironmentId)
                    .Add("steps", report.Steps)
                    .Add("maxError", report.MaxError)
                    .Add("mismatches", report.Mismatches))
                .Print(output);
            return;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        Tables.Print(
            output,
            ["file", "environment", ">steps compared", ">maximum error", ">mismatches"],
            reports.Select(report => new[]
            {
                report.File,
                report.EnvironmentId,
                report.Steps.ToString(invariant),
                report.MaxError.ToString("G3", invariant),
                report.Mismatches.ToString(invariant),
            }));
    }
}
