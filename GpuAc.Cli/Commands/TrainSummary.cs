using System.Diagnostics;
using System.Globalization;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Kernels.Engines;
using GpuAc.Training;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Commands;

/// <summary>How a run went, for people or as JSON.</summary>
internal sealed record TrainSummary(
    EnvironmentEntry Entry, Recipe Recipe, TrainRequest Request, TrainingResult Result, EvaluationResult? Evaluation, RunFolder Folder)
{
    /// <summary>
    /// Whether the exported policy's evaluation reached the environment's threshold, or --stop-at where that was given; null when there is
    /// neither, or no evaluation.
    /// </summary>
    public bool? Solved =>
        (Request.StopAt ?? Entry.Spec.SolvedReturn) is { } target && Evaluation is { } evaluation ? evaluation.MeanReturn >= target : null;

    /// <summary>What the process reports.</summary>
    public int ExitCode => Result.Cancelled ? Output.ExitCode.Interrupted
        : Result.DeviceFailed ? Output.ExitCode.DeviceFailed
        : Solved == false || Result.Failure != null ? Output.ExitCode.NotSolved : Output.ExitCode.Ok;

    /// <summary>Prints the summary.</summary>
    public void Print(TextWriter output)
    {
        double rate = Result.TrainSeconds > 0 ? Result.EnvSteps / Result.TrainSeconds : 0;
        double total = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;
        if (Request.Json)
        {
            using var report = new JsonReport();
            report
                .Add("env", Entry.Spec.Id)
                .Add("algorithm", Recipe.Config.Algorithm.Name)
                .Add("seed", (long)Request.Seed!.Value)
                .Add("device", DeviceCatalog.NameOf(Request.Device!.Value))
                .Add("envSteps", Result.EnvSteps)
                .Add("trainSeconds", Result.TrainSeconds)
                .Add("totalSeconds", total)
                .Add("envStepsPerSecond", rate)
                .Add("evalMeanReturn", Evaluation?.MeanReturn)
                .Add("evalStdReturn", Evaluation?.StdReturn)
                .Add("evalEpisodes", Evaluation?.Episodes ?? 0L)
                .Add("solved", Solved)
                .Add("failure", Result.Failure)
                .Add("policy", Folder.OnnxPath)
                .Add("episodes", Result.Episodes)
                .Print(output);
            return;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        string ending = Result.DeviceFailed ? "The device failed after"
            : Result.Failure != null ? "Failed after"
            : Result.Cancelled ? "Interrupted after"
            : Result.ReachedGoal ? "Reached the goal after"
            : "Trained for";
        output.WriteLine(string.Create(
            invariant,
            $"{ending} {Result.EnvSteps:N0} steps of {Entry.Spec.Id} with {Recipe.Config.Algorithm} in {Result.TrainSeconds:F2} s "
            + $"({rate / 1e6:F2} M steps/s)."));
        if (Evaluation is { } evaluation)
        {
            string verdict = Solved switch { true => ": solved", false => ": not solved", null => "" };
            output.WriteLine(string.Create(
                invariant,
                $"The exported policy returns {evaluation.MeanReturn:F1} ± {evaluation.StdReturn:F1} over {evaluation.Episodes} "
                + $"episodes{verdict}."));
        }

        output.WriteLine($"Policy: {Folder.OnnxPath}");
        output.WriteLine($"Settings, metrics and snapshot: {Folder.Path}");
    }
}
