using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Contracts;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac envs</c>: lists the environments; <c>verify</c> and <c>check</c> test them.</summary>
internal static class EnvsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<bool> json = CommandOptions.Json();
        var command = new Command("envs", "Lists the built-in environments.")
        {
            json,
            EnvsVerifyCommand.Create(output, error),
            EnvsCheckCommand.Create(output, error),
        };
        command.SetAction(parsed => Run(parsed.GetValue(json), output));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report.AddArray("envs", EnvironmentCatalog.All, Write).Print(output);
            return ExitCode.Ok;
        }

        Tables.Print(
            output,
            ["environment", "alias", ">observations", "actions", ">steps", ">solved at"],
            EnvironmentCatalog.All.Select(entry => new[]
            {
                entry.Spec.Id,
                EnvironmentCatalog.AliasOf(entry),
                entry.Spec.Observation.Count.ToString(CultureInfo.InvariantCulture),
                Describe(entry.Spec.Action),
                entry.Spec.MaxEpisodeSteps.ToString(CultureInfo.InvariantCulture),
                entry.Spec.SolvedReturn?.ToString(CultureInfo.InvariantCulture) ?? "",
            }));
        return ExitCode.Ok;
    }

    private static string Describe(ActionSpace action) =>
        action is DiscreteSpace ? $"{action.Size} discrete" : $"{action.Size} continuous";

    private static void Write(JsonReport report, EnvironmentEntry entry) => report
        .Add("id", entry.Spec.Id)
        .Add("alias", EnvironmentCatalog.AliasOf(entry))
        .Add("observations", entry.Spec.Observation.Count)
        .Add("actionSize", entry.Spec.Action.Size)
        .Add("discrete", entry.Spec.Action is DiscreteSpace)
        .Add("maxEpisodeSteps", entry.Spec.MaxEpisodeSteps)
        .Add("solvedReturn", entry.Spec.SolvedReturn);
}
