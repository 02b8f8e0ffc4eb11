using System.CommandLine;
using GpuAc.Cli.Output;
using GpuAc.Training;
using GpuAc.Training.Recipes;
using GpuAc.Training.Settings;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac recipes</c>: the settings that are known to work.</summary>
internal static class RecipesCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        _ = error;
        Option<bool> json = CommandOptions.Json();
        var command = new Command("recipes", "Lists tuned settings; 'gpuac train ENV --recipe NAME' uses one.") { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), output));
        return command;
    }

    private static int Run(bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report.AddArray("recipes", RecipeCatalog.All, Write).Print(output);
            return ExitCode.Ok;
        }

        Tables.Print(
            output,
            ["recipe", "environment", "algorithm", "summary"],
            RecipeCatalog.All.Select(recipe => new[] { recipe.Name, recipe.EnvironmentId, recipe.Config.Algorithm.Name, recipe.Summary }));
        return ExitCode.Ok;
    }

    private static void Write(JsonReport report, Recipe recipe) => report
        .Add("name", recipe.Name)
        .Add("env", recipe.EnvironmentId)
        .Add("algorithm", recipe.Config.Algorithm.Name)
        .Add("summary", recipe.Summary)
        .AddObject("settings", settings =>
        {
            foreach ((string name, string value) in SettingsBinder.List(recipe.Config))
                settings.Add(name, value);
        });
}
