using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Kernels.Plans;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Bench;

/// <summary>
/// <c>gpuac bench busy</c>: what other programs cost training on this machine's cores, with all threads and with one, in turn.
/// </summary>
internal static class BusyBench
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> recipe = CommandOptions.Value("--recipe", "NAME", "Recipe; by default sac-pendulum.");
        Option<string?> steps = CommandOptions.Value("--steps", "N", "Environment steps of a run; by default 12000.");
        Option<string?> repetitions = CommandOptions.Value("--repetitions", "N", "Runs of each kind; by default 15.");
        Option<string?> loops = CommandOptions.Value("--loops", "N", "Busy loops, one process each; by default one per core.");
        Option<string?> threads = CommandOptions.Threads();
        var command = new Command("busy", "Training seconds next to busy loops, with all threads and with one.")
        {
            recipe, steps, repetitions, loops, threads, json,
        };
        command.SetAction(parsed =>
        {
            Recipe found = RecipeCatalog.Find(parsed.GetValue(recipe) ?? "sac-pendulum");
            var setup = new Setup(
                EnvironmentCatalog.Find(found.EnvironmentId),
                found.Config with { TotalSteps = CommandOptions.Whole(parsed, steps, 1, 1L << 40) ?? 12_000 },
                (int)(CommandOptions.Whole(parsed, repetitions, 1, 10_000) ?? 15),
                (int)(CommandOptions.Whole(parsed, loops, 0, 1024) ?? Environment.ProcessorCount));
            int count = CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount;
            return Run(found, setup, count, parsed.GetValue(json), output);
        });
        return command;
    }

    private static int Run(Recipe recipe, Setup setup, int threads, bool json, TextWriter output)
    {
        int[] counts = [threads, 1];
        Measure(setup with { Repetitions = 1 }, counts);
        double[][] idle = Measure(setup, counts);
        double[][] busy;
        using (new BusyLoops(setup.Loops))
            busy = Measure(setup, counts);
        Result[] results = [.. counts.Select((count, i) => new Result(count, Median(idle[i]), Median(busy[i]), busy[i].Max()))];
        double medians = results[0].Median / results[1].Median, worst = results[0].Worst / results[1].Median;
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("recipe", recipe.Name)
                .Add("steps", setup.Config.TotalSteps)
                .Add("repetitions", setup.Repetitions)
                .Add("loops", setup.Loops)
                .Add("cores", Environment.ProcessorCount)
                .AddArray("runs", results, (item, result) => item
                    .Add("threads", result.Threads)
                    .Add("idleSeconds", result.Idle)
                    .Add("medianSeconds", result.Median)
                    .Add("worstSeconds", result.Worst))
                .Add("medianRatio", medians)
                .Add("worstRatio", worst)
                .Print(output);
            return ExitCode.Ok;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(
            invariant,
            $"{recipe.Name}, {setup.Config.TotalSteps} steps, {setup.Repetitions} runs of each kind; {setup.Loops} busy loops on "
            + $"{Environment.ProcessorCount} cores"));
        Tables.Print(
            output,
            ["threads", ">idle s", ">busy median s", ">busy worst s", ">median/idle"],
            results.Select(result => new[]
            {
                result.Threads.ToString(invariant),
                result.Idle.ToString("F3", invariant),
                result.Median.ToString("F3", invariant),
                result.Worst.ToString("F3", invariant),
                (result.Median / result.Idle).ToString("F2", invariant),
            }));
        output.WriteLine(string.Create(
            invariant, $"{threads} threads take {medians:F2} times the median of one thread, and {worst:F2} times at worst."));
        return ExitCode.Ok;
    }

    // Seconds of every run, by number of threads; kinds in turn, so that other load on the machine affects both.
    private static double[][] Measure(Setup setup, int[] threads)
    {
        double[][] seconds = [.. threads.Select(_ => new double[setup.Repetitions])];
        for (int repetition = 0; repetition < setup.Repetitions; repetition++)
        {
            for (int kind = 0; kind < threads.Length; kind++)
            {
                using ITrainer trainer = Trainer.Create(
                    setup.Entry, setup.Config, new TrainerOptions { Device = DeviceKind.Cpu, Threads = threads[kind] });
                long start = Stopwatch.GetTimestamp();
                while (trainer.EnvSteps < trainer.TotalSteps)
                    trainer.Iterate();
                seconds[kind][repetition] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return seconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private sealed record Setup(EnvironmentEntry Entry, TrainerConfig Config, int Repetitions, int Loops);

    private sealed record Result(int Threads, double Idle, double Median, double Worst);
}
