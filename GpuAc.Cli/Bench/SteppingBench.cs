using System.CommandLine;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Envs.Vectorized;

namespace GpuAc.Cli.Bench;

/// <summary><c>gpuac bench stepping</c>: environments with random actions, without a policy.</summary>
internal static class SteppingBench
{
    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> env = CommandOptions.Value("--env", "ENV", "Environment; by default CartPole-v1.");
        Option<string?> envs = CommandOptions.Value("--envs", "N", "Environments; by default 4096.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string?> seed = CommandOptions.Seed();
        var command = new Command(
            "stepping",
            "Environment steps per second with random actions, automatic reset and the time limit.") { env, envs, threads, seed, json };
        command.SetAction(parsed =>
        {
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(env) ?? "CartPole-v1");
            SteppingResult result = entry.BenchmarkStepping(
                (int)(CommandOptions.Whole(parsed, envs, 1, 1 << 24) ?? 4096),
                CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount,
                2,
                CommandOptions.ReadSeed(parsed, seed));
            Print(entry, result, parsed.GetValue(json), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(EnvironmentEntry entry, SteppingResult result, bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("env", entry.Spec.Id)
                .Add("envs", result.NumEnvs)
                .Add("threads", result.Threads)
                .Add("laneWidth", result.LaneWidth)
                .Add("envStepsPerSecond", result.EnvironmentStepsPerSecond)
                .Add("envSteps", result.EnvironmentSteps)
                .Add("seconds", result.Seconds)
                .Add("episodes", result.Episodes)
                .Add("meanEpisodeLength", result.MeanEpisodeLength)
                .Print(output);
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Spec.Id}, {result.NumEnvs} envs, {result.Threads} threads, {result.LaneWidth} lanes: "
            + $"{result.EnvironmentStepsPerSecond / 1e6:F1} M env-steps/s "
            + $"(median of {result.Repetitions.Count}; mean episode {result.MeanEpisodeLength:F1} steps)"));
    }
}
