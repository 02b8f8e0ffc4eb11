using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Kernels.Accelerators;
using GpuAc.Kernels.Engines;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes.Dense;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Cli.Bench;

/// <summary><c>gpuac bench training</c>: end-to-end speed, phase by phase, as a share of the peak measured in between.</summary>
internal static class TrainingBench
{
    private const int Repetitions = 7;

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> env = CommandOptions.Value("--env", "ENV", "Environment; by default CartPole-v1.");
        Option<string?> algorithm = CommandOptions.Value("--algorithm", "A", "ppo (default) or a2c.");
        Option<string?> envs = CommandOptions.Value("--envs", "N", "Environments; by default 4096.");
        Option<string?> device = CommandOptions.Value("--device", "D", "cpu (default), cuda, opencl or ilgpu-cpu.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string[]> set = new("--set") { Description = "Change a setting: name=value.", HelpName = "name=value" };
        var command = new Command("training", "End-to-end training speed: separate 64-64 tanh actor and critic; PPO with 4 epochs.")
        {
            env, algorithm, envs, device, threads, set, json,
        };
        command.SetAction(parsed =>
        {
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(env) ?? "CartPole-v1");
            OnPolicyConfig config = Configure(
                parsed.GetValue(algorithm) ?? "ppo", (int)(CommandOptions.Whole(parsed, envs, 1, 1 << 24) ?? 4096));
            config = Overrides.Apply(config, parsed.GetValue(set));
            var options = new TrainerOptions
            {
                Device = DeviceCatalog.Find(parsed.GetValue(device)),
                Threads = CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount,
            };
            return Run(entry, config, options, parsed.GetValue(json), output);
        });
        return command;
    }

    private static OnPolicyConfig Configure(string algorithm, int envs)
    {
        // Long enough to forget the JIT and short enough for the samples to stay in the last-level cache.
        int steps = Math.Max(1, 65_536 / envs);
        long rollout = (long)steps * envs;
        return algorithm.ToLowerInvariant() switch
        {
            "ppo" => new PpoConfig
            {
                NumEnvs = envs,
                NumSteps = steps,
                NumEpochs = 4,
                MinibatchSize = rollout % 8192 == 0 ? 8192 : rollout,
                TotalSteps = long.MaxValue,
            },
            "a2c" => new A2cConfig { NumEnvs = envs, NumSteps = steps, TotalSteps = long.MaxValue },
            _ => throw UnknownNameException.For("algorithm", algorithm, AlgorithmCatalog.Names),
        };
    }

    private static int Run(EnvironmentEntry entry, OnPolicyConfig config, TrainerOptions options, bool json, TextWriter output)
    {
        using AcceleratorDevice? device = options.Device == DeviceKind.Cpu ? null : AcceleratorDevice.Open(options.Device!.Value);
        using ITrainer trainer = Trainer.Create(entry, config, options);
        for (int i = 0; i < 3; i++)
            trainer.Iterate();
        var peaks = new double[Repetitions];
        var times = new PhaseTimes[Repetitions];
        var walls = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            peaks[i] = device == null
                ? Roofline.Measure(options.Threads!.Value, TimeSpan.FromMilliseconds(100))
                : DeviceCeilings.Measure(device).FlopsPerSecond;
            PhaseTimes before = trainer.Iterate().Times, after = before;
            long start = Stopwatch.GetTimestamp();
            int iterations;
            for (iterations = 0; after.TotalSeconds - before.TotalSeconds < 0.4; iterations++)
                after = trainer.Iterate().Times;
            walls[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / iterations;
            times[i] = Difference(after, before, iterations);
        }

        double peak = Median(peaks);
        PhaseTimes median = times.OrderBy(time => time.TotalSeconds).ElementAt(Repetitions / 2);
        PhaseRates rates = PhaseRates.Of(entry, config, median, Median(walls), peak);
        if (json)
            PrintJson(entry, config, options, rates, output);
        else
            PrintTable(entry, config, options, rates, output);
        return ExitCode.Ok;
    }

    private static PhaseTimes Difference(PhaseTimes after, PhaseTimes before, int iterations) => new()
    {
        RolloutSeconds = (after.RolloutSeconds - before.RolloutSeconds) / iterations,
        ScanSeconds = (after.ScanSeconds - before.ScanSeconds) / iterations,
        LearnSeconds = (after.LearnSeconds - before.LearnSeconds) / iterations,
        OptimizeSeconds = (after.OptimizeSeconds - before.OptimizeSeconds) / iterations,
    };

    private static string Where(TrainerOptions options) =>
        options.Device == DeviceKind.Cpu ? $"{options.Threads} threads" : DeviceCatalog.NameOf(options.Device!.Value);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static void PrintJson(
        EnvironmentEntry entry, OnPolicyConfig config, TrainerOptions options, PhaseRates rates, TextWriter output)
    {
        using var report = new JsonReport();
        report
            .Add("env", entry.Spec.Id)
            .Add("algorithm", config.Algorithm.Name)
            .Add("envs", config.NumEnvs)
            .Add("device", DeviceCatalog.NameOf(options.Device!.Value))
            .Add("threads", (long)options.Threads!)
            .Add("envStepsPerSecond", rates.EnvStepsPerSecond)
            .Add("rooflineGflops", rates.Peak / 1e9)
            .Add("shareOutsidePhases", rates.OutsideShare)
            .Add("gflops", rates.Total.FlopsPerSecond / 1e9)
            .Add("rooflineShare", rates.Total.FlopsPerSecond / rates.Peak)
            .AddArray("phases", rates.Phases, (item, phase) => item
                .Add("phase", phase.Name)
                .Add("seconds", phase.Seconds)
                .Add("gflops", phase.FlopsPerSecond / 1e9)
                .Add("rooflineShare", phase.FlopsPerSecond / rates.Peak))
            .Print(output);
    }

    private static void PrintTable(
        EnvironmentEntry entry, OnPolicyConfig config, TrainerOptions options, PhaseRates rates, TextWriter output)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(
            invariant,
            $"{config.Algorithm} on {entry.Spec.Id}, {config.NumEnvs} envs x {config.NumSteps} steps, {Where(options)}: "
            + $"{rates.EnvStepsPerSecond / 1e6:F2} M env-steps/s; peak {rates.Peak / 1e9:F1} GFLOP/s; {rates.OutsideShare:P1} of the time "
            + $"outside the phases"));
        Tables.Print(
            output,
            ["phase", ">ms per iteration", ">share of time", ">GFLOP/s", ">share of peak"],
            rates.Phases.Append(rates.Total).Select(phase => new[]
            {
                phase.Name,
                (phase.Seconds * 1e3).ToString("F2", invariant),
                (phase.Seconds / rates.Total.Seconds).ToString("P1", invariant),
                (phase.FlopsPerSecond / 1e9).ToString("F1", invariant),
                (phase.FlopsPerSecond / rates.Peak).ToString("P1", invariant),
            }));
    }
}
