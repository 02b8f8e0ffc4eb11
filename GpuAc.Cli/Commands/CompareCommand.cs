using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Comparison;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac compare</c>: runs algorithms or recipes over several seeds and prints a page of Markdown.</summary>
internal static class CompareCommand
{
    private static readonly string[] DefaultEnvironments = ["CartPole-v1", "Pendulum-v1"];

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string[]> environments = Many(
            "--env", "ENV", "Environments; by default CartPole-v1 and Pendulum-v1. May be given several times.");
        Option<string[]> algorithms = Many("--algorithm", "A", "Algorithms, each with its recipe for the environment; by default all.");
        Option<string[]> recipes = Many("--recipe", "NAME", "Compare these recipes instead, and print their learning curves.");
        Option<string?> seeds = CommandOptions.Value("--seeds", "N", "Seeds 0 to N - 1, or a range such as 200-219; by default 5.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string?> chart = CommandOptions.Value("--svg", "FILE", "With --recipe: draw the learning curves into a file.");
        Option<bool> json = CommandOptions.Json();
        var command = new Command("compare", "Runs algorithms or recipes over several seeds and prints a page that compares them.")
        {
            environments, algorithms, recipes, seeds, threads, chart, json,
        };
        command.SetAction(parsed =>
        {
            var range = SeedRange.Parse(parsed.GetValue(seeds) ?? "5");
            string[] named = parsed.GetValue(recipes) ?? [];
            string? file = parsed.GetValue(chart);
            if (named.Length > 0 && (parsed.GetValue(environments)?.Length > 0 || parsed.GetValue(algorithms)?.Length > 0))
                throw new GpuAcException("Option --recipe says environment and algorithm; leave out --env and --algorithm.");
            if (file != null && named.Length == 0)
                throw new GpuAcException("Option --svg draws learning curves of recipes; say which with --recipe.");
            if (file != null)
                RequireFolder(file);
            Comparison[] planned = named.Length > 0
                ? [.. named.Select(RecipeCatalog.Find).Select(recipe =>
                    new Comparison(EnvironmentCatalog.Find(recipe.EnvironmentId), recipe))]
                : [.. Plan(parsed.GetValue(environments) ?? [], parsed.GetValue(algorithms) ?? [])];
            using var interruption = new Interruption();
            try
            {
                foreach (Comparison comparison in planned)
                    Run(comparison, range, CommandOptions.ReadThreads(parsed, threads), error, interruption.Token);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }

            if (interruption.Token.IsCancellationRequested)
                return ExitCode.Interrupted;
            if (parsed.GetValue(json))
                ComparisonPage.PrintJson(planned, output);
            else
                ComparisonPage.Print(
                    planned, range, named.Length > 0, string.Join(' ', parsed.Tokens.Select(token => token.Value)), output);
            if (file != null)
                File.WriteAllText(file, CurveChart.Draw(planned));
            return ExitCode.Ok;
        });
        return command;
    }

    // Every algorithm on every environment that it can act in; the others are named with the reason.
    private static IEnumerable<Comparison> Plan(string[] environments, string[] algorithms)
    {
        foreach (EnvironmentEntry entry in (environments.Length > 0 ? environments : DefaultEnvironments).Select(EnvironmentCatalog.Find))
        {
            foreach (string algorithm in algorithms.Length > 0 ? algorithms : [.. AlgorithmCatalog.Names])
                yield return new Comparison(entry, RecipeCatalog.Default(entry.Spec, algorithm));
        }
    }

    private static void Run(Comparison comparison, SeedRange range, int? threads, TextWriter error, CancellationToken cancellation)
    {
        if (comparison.Misfit != null)
            return;
        foreach (ulong seed in range.Seeds)
        {
            if (cancellation.IsCancellationRequested)
                return;
            RecipeRun run = RecipeRun.Start(
                comparison.Environment, comparison.Recipe, new TrainerOptions { Seed = seed, Threads = threads }, cancellation);
            comparison.Runs.Add(run);
            string name = $"{comparison.Environment.Spec.Id} {comparison.Recipe.Name}";
            string failure = run.Failure == null ? "" : $": {run.Failure}";
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} seed {seed}: {run.Evaluation.MeanReturn:F1} after {run.EnvSteps:N0} steps in {run.Seconds:F2} s{failure}"));
        }
    }

    // Found out before anything trains.
    private static void RequireFolder(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
        if (!Directory.Exists(folder))
            throw new GpuAcException($"Option --svg names '{file}', but there is no folder '{folder}'. Make it first.");
    }

    private static Option<string[]> Many(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName };
}
