using System.CommandLine;
using GpuAc.Kernels.Engines;
using GpuAc.Training;
using GpuAc.Training.Checkpoints;

namespace GpuAc.Cli.Commands;

/// <summary><c>gpuac train</c>: its options. What it does is <see cref="TrainRun"/>.</summary>
internal static class TrainCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "train";

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var environment = new Argument<string?>("ENV")
        {
            Description = "Environment: an id or alias from 'gpuac envs', such as cartpole; by default the recipe's.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> algorithm = CommandOptions.Value(
            "--algorithm", "A", $"{string.Join(", ", AlgorithmCatalog.Names)}; by default ppo.");
        Option<string?> recipe = CommandOptions.Value(
            "--recipe", "NAME", "Tuned settings to start from; by default the environment's own ('gpuac recipes').");
        Option<string?> envs = CommandOptions.Value("--envs", "N", "Parallel environments.");
        Option<string?> steps = CommandOptions.Value("--steps", "N", "Environment steps to train for.");
        Option<string?> seed = CommandOptions.Seed();
        Option<string?> device = CommandOptions.Value(
            "--device", "D", "auto (default: a GPU where there is one), cpu, cuda, opencl or ilgpu-cpu.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string?> stopAt = CommandOptions.Value("--stop-at", "RETURN", "Stop when a mean evaluation return reaches this.");
        Option<string?> folder = CommandOptions.Value("--out", "DIR", "Folder for the run's files; by default runs/ENV-ALGORITHM-SEED.");
        Option<string[]> set =
            new("--set") { Description = "Change a setting: name=value; may be given several times.", HelpName = "name=value" };
        Option<string?> initFrom = CommandOptions.Value(
            "--init-from", "PATH", "Start from the weights of a policy.msgpack, or of the run in a folder.");
        Option<string?> config = CommandOptions.Value(
            "--config", "FILE", "Take environment, settings, goal, seed and device from a run's config.json; other options change them.");
        Option<string?> resume = CommandOptions.Value(
            "--resume", "DIR", "Go on with a run that was stopped, from its newest checkpoint and with its settings.");
        Option<string?> checkpointSeconds = CommandOptions.Value(
            "--checkpoint-seconds", "S", "Seconds between checkpoints; by default 60; 0 for none but the last.");
        Option<string?> checkpointIterations = CommandOptions.Value(
            "--checkpoint-iterations", "N", "Iterations between checkpoints, in addition; by default 0, for none.");
        Option<string?> keep = CommandOptions.Value("--keep-checkpoints", "K", "Checkpoints to keep; by default 3.");
        Option<bool> json = CommandOptions.Json();
        var command = new Command(Name, "Trains a policy, exports it to ONNX, and evaluates the exported file.")
        {
            environment, algorithm, recipe, envs, steps, seed, device, threads, stopAt, folder, set, initFrom, config, resume,
            checkpointSeconds, checkpointIterations, keep, json,
        };
        Option[] settings = [algorithm, recipe, envs, steps, seed, device, stopAt, folder, set, initFrom, config];
        command.SetAction(parsed =>
        {
            var schedule = new CheckpointSchedule();
            schedule = schedule with
            {
                Seconds = CommandOptions.Number(parsed, checkpointSeconds) ?? schedule.Seconds,
                Iterations = CommandOptions.Whole(parsed, checkpointIterations, 0, long.MaxValue) ?? schedule.Iterations,
                Keep = (int)(CommandOptions.Whole(parsed, keep, 1, 1_000_000) ?? schedule.Keep),
            };
            IReadOnlyList<string> faults = schedule.Validate();
            if (faults.Count > 0)
                throw new GpuAcException(string.Join(Environment.NewLine, faults));
            if (parsed.GetValue(resume) is { } earlier)
            {
                RequireAlone("--resume", parsed, environment, settings);
                return TrainRun.Start(
                    new TrainRequest
                    {
                        Resume = earlier,
                        Threads = CommandOptions.ReadThreads(parsed, threads),
                        Checkpoints = schedule,
                        Json = parsed.GetValue(json),
                    },
                    output,
                    error);
            }

            if (parsed.GetValue(config) != null)
                RequireAlone("--config", parsed, environment, [algorithm, recipe]);
            return TrainRun.Start(
                new TrainRequest
                {
                    Environment = parsed.GetValue(environment),
                    Algorithm = parsed.GetValue(algorithm),
                    Recipe = parsed.GetValue(recipe),
                    NumEnvs = (int?)CommandOptions.Whole(parsed, envs, 1, 1 << 24),
                    Steps = CommandOptions.Whole(parsed, steps, 1, long.MaxValue),
                    Seed = parsed.GetValue(seed) == null ? null : CommandOptions.ReadSeed(parsed, seed),
                    Device = parsed.GetValue(device) is { } named ? DeviceCatalog.Find(named) : null,
                    Threads = CommandOptions.ReadThreads(parsed, threads),
                    StopAt = CommandOptions.Number(parsed, stopAt),
                    Folder = parsed.GetValue(folder),
                    InitFrom = parsed.GetValue(initFrom),
                    ConfigFile = parsed.GetValue(config),
                    Overrides = parsed.GetValue(set) ?? [],
                    Checkpoints = schedule,
                    Json = parsed.GetValue(json),
                },
                output,
                error);
        });
        return command;
    }

    // A run that is resumed or repeated brings environment and settings.
    private static void RequireAlone(string own, ParseResult parsed, Argument<string?> environment, Option[] settings)
    {
        if (parsed.GetValue(environment) is { } named)
            throw new GpuAcException($"With {own} the environment is that of the earlier run; leave out '{named}'.");
        foreach (Option option in settings)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new GpuAcException($"With {own} the settings are those of the earlier run; leave out {option.Name}.");
        }
    }
}
