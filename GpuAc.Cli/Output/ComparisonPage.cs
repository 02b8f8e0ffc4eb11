using System.Globalization;
using GpuAc.Lanes;
using GpuAc.Training.Comparison;

namespace GpuAc.Cli.Output;

/// <summary>A comparison as a page of Markdown, or as JSON.</summary>
internal static class ComparisonPage
{
    private const int Stretches = 10;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Prints the page.</summary>
    /// <param name="comparisons">What was run.</param>
    /// <param name="seeds">Seeds of each.</param>
    /// <param name="curves">Whether to print learning curves too.</param>
    /// <param name="command">The command that was given.</param>
    /// <param name="output">Where to.</param>
    public static void Print(IReadOnlyList<Comparison> comparisons, SeedRange seeds, bool curves, string command, TextWriter output)
    {
        output.WriteLine("# Comparison");
        output.WriteLine();
        output.WriteLine(string.Create(
            Invariant,
            $"Mean ± standard deviation over seeds {seeds}. Return: deterministic policy, 100 episodes whose start states "
            + $"training never saw."));
        output.WriteLine("Steps and seconds: of training, to the recipe's goal or its planned end, evaluations included, compiling not;");
        output.WriteLine(string.Create(
            Invariant, $"{Environment.ProcessorCount} cores, {LaneWidth.Describe(LaneWidth.Choose())}. Made by `gpuac {command}`."));
        foreach (IGrouping<string, Comparison> environment in comparisons.GroupBy(comparison => comparison.Environment.Spec.Id))
        {
            output.WriteLine();
            output.WriteLine(string.Create(
                Invariant,
                $"## {environment.Key} (solved at {environment.First().Environment.Spec.SolvedReturn})"));
            output.WriteLine();
            output.WriteLine("| algorithm | recipe | return | solved | env steps | episodes | seconds |");
            output.WriteLine("|---|---|---:|---:|---:|---:|---:|");
            foreach (Comparison comparison in environment)
                output.WriteLine(Row(comparison));
            if (curves)
                PrintCurves([.. environment.Where(comparison => comparison.Runs.Count > 0)], output);
        }
    }

    /// <summary>Prints one JSON object with every run.</summary>
    public static void PrintJson(IEnumerable<Comparison> comparisons, TextWriter output)
    {
        using var report = new JsonReport();
        report.AddArray("comparisons", comparisons, (item, comparison) => item
            .Add("env", comparison.Environment.Spec.Id)
            .Add("algorithm", comparison.Recipe.Config.Algorithm.Name)
            .Add("recipe", comparison.Recipe.Name)
            .Add("misfit", comparison.Misfit)
            .AddArray("runs", comparison.Runs, (row, run) => row
                .Add("seed", (long)run.Seed)
                .Add("evalMeanReturn", run.Evaluation.MeanReturn)
                .Add("evalStdReturn", run.Evaluation.StdReturn)
                .Add("envSteps", run.EnvSteps)
                .Add("episodes", run.Episodes)
                .Add("trainSeconds", run.Seconds)
                .Add("failure", run.Failure)))
            .Print(output);
    }

    private static string Row(Comparison comparison)
    {
        string name = $"| {comparison.Recipe.Config.Algorithm} | ";
        return comparison.Misfit != null
            ? $"{name}not for {(comparison.Environment.Spec.Action is Envs.Contracts.DiscreteSpace ? "discrete" : "continuous")} actions "
                + "| | | | | |"
            : string.Create(
                Invariant,
                $"{name}`{comparison.Recipe.Name}` | {comparison.Return.Mean:F1} ± {comparison.Return.Deviation:F1} | {comparison.Solved} "
                + $"of {comparison.Runs.Count} | "
                + $"{comparison.EnvSteps.Mean:N0} ± {comparison.EnvSteps.Deviation:N0} | {comparison.Episodes.Mean:N0} ± "
                + $"{comparison.Episodes.Deviation:N0} | "
                + $"{comparison.Seconds.Mean:F2} ± {comparison.Seconds.Deviation:F2} |");
    }

    private static void PrintCurves(Comparison[] comparisons, TextWriter output)
    {
        foreach (Comparison comparison in comparisons)
        {
            var curve = new LearningCurve(comparison.Runs, Stretches, comparison.Runs.Max(run => run.EnvSteps));
            output.WriteLine();
            output.WriteLine(
                $"`{comparison.Recipe.Name}`: return of training's episodes, mean over the seeds (lowest to highest seed); a run that has "
                + "ended keeps its last value.");
            output.WriteLine();
            output.WriteLine("| up to step | mean | lowest to highest |");
            output.WriteLine("|---:|---:|---:|");
            for (int i = 0; i < Stretches; i++)
                output.WriteLine(string.Create(
                    Invariant,
                    $"| {curve.Ends[i]:N0} | {curve.Means[i]:F1} | {curve.Lowest[i]:F1} to {curve.Highest[i]:F1} |"));
        }
    }
}
