using System.CommandLine;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Verification;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac envs check</c>: checks that environments keep their contract.</summary>
internal static class EnvsCheckCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        var names =
            new Argument<string[]>("ENV") { Description = "Environments to check; by default all.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> json = CommandOptions.Json();
        var command = new Command(
            "check", "Checks shapes, bounds, finite values, determinism, lanes, automatic reset and time limits.") { names, json };
        command.SetAction(parsed =>
        {
            string[] asked = parsed.GetValue(names) ?? [];
            EnvironmentEntry[] entries = asked.Length == 0 ? [.. EnvironmentCatalog.All] : [.. asked.Select(EnvironmentCatalog.Find)];
            Result[] results = [.. entries.Select(entry => new Result(entry.Spec.Id, entry.Check()))];
            Print(results, parsed.GetValue(json), output);
            return results.All(result => result.Passed) ? ExitCode.Ok : ExitCode.NotSolved;
        });
        return command;
    }

    private static void Print(Result[] results, bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("passed", results.All(result => result.Passed))
                .AddArray("envs", results, (item, result) => item
                    .Add("env", result.Environment)
                    .Add("passed", result.Passed)
                    .AddTexts("findings", result.Findings.Select(finding => finding.ToString())))
                .Print(output);
            return;
        }

        foreach (Result result in results)
        {
            output.WriteLine($"{result.Environment}: {(result.Passed ? "ok" : "failed")}");
            foreach (EnvironmentFinding finding in result.Findings)
                output.WriteLine($"  {finding}");
        }
    }

    private sealed record Result(string Environment, IReadOnlyList<EnvironmentFinding> Findings)
    {
        public bool Passed => Findings.All(finding => finding.Severity != FindingSeverity.Error);
    }
}
