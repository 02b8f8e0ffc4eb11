using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Lanes.Dense;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Cli.Bench;

/// <summary>
/// <c>gpuac bench updates</c>: updates per second of an off-policy algorithm, as a share of the peak measured in between.
/// </summary>
internal static class UpdatesBench
{
    private const int Repetitions = 25;

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> env = CommandOptions.Value("--env", "ENV", "Environment; by default Pendulum-v1.");
        Option<string?> algorithm = CommandOptions.Value("--algorithm", "A", "sac (default), td3 or ddpg.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string[]> set = new("--set") { Description = "Change a setting: name=value.", HelpName = "name=value" };
        var command = new Command(
            "updates",
            "Off-policy updates per second: one environment, one update per step, minibatch 100, 64-64.")
        {
            env, algorithm, threads, set, json,
        };
        command.SetAction(parsed =>
        {
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(env) ?? "Pendulum-v1");
            string name = parsed.GetValue(algorithm) ?? "sac";
            IEnumerable<OffPolicyConfig> offPolicy = AlgorithmCatalog.All.Select(known => known.Defaults).OfType<OffPolicyConfig>();
            OffPolicyConfig config = offPolicy.FirstOrDefault(config => config.Algorithm.Name == name)
                ?? throw UnknownNameException.For("algorithm", name, offPolicy.Select(config => config.Algorithm.Name));
            config = config with
            {
                HiddenSizes = [64, 64],
                MinibatchSize = 100,
                LearningStarts = 1000,
                NumSteps = 500,
                TotalSteps = 1 << 20,
            };
            config = Overrides.Apply(config, parsed.GetValue(set));
            return Run(
                entry, config, CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount, parsed.GetValue(json), output);
        });
        return command;
    }

    private static int Run(EnvironmentEntry entry, OffPolicyConfig config, int threads, bool json, TextWriter output)
    {
        // Iterations short enough for a window of a tenth of a second to hold several, whatever the networks.
        double flops = Flops(entry, config);
        config = config with { NumSteps = (int)Math.Clamp(5e9 / flops, 2, config.NumSteps) };
        using ITrainer trainer = Trainer.Create(entry, config, new TrainerOptions { Threads = threads });
        while (UpdatesOf(trainer.Iterate()) == 0)
        {
        }

        double[] peaks = new double[Repetitions], rates = new double[Repetitions], learning = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            peaks[i] = Roofline.Measure(threads, TimeSpan.FromMilliseconds(20));
            IterationMetrics before = trainer.Iterate(), after = before;
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.1)
                after = trainer.Iterate();
            double updates = UpdatesOf(after) - UpdatesOf(before);
            rates[i] = updates / Stopwatch.GetElapsedTime(start).TotalSeconds;
            learning[i] = updates * flops / (Seconds(after) - Seconds(before));
        }

        double peak = Median(peaks), rate = Median(rates), learn = Median(learning);
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("env", entry.Spec.Id)
                .Add("algorithm", config.Algorithm.Name)
                .Add("envs", config.NumEnvs)
                .Add("minibatchSize", config.MinibatchSize)
                .Add("hiddenSizes", string.Join(',', config.HiddenSizes))
                .Add("threads", threads)
                .Add("updatesPerSecond", rate)
                .Add("fastestUpdatesPerSecond", rates.Max())
                .Add("rooflineGflops", peak / 1e9)
                .Add("learnGflops", learn / 1e9)
                .Add("rooflineShare", learn / peak)
                .Print(output);
            return ExitCode.Ok;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{config.Algorithm} on {entry.Spec.Id}, {config.NumEnvs} envs, minibatch {config.MinibatchSize}, "
            + $"{string.Join('-', config.HiddenSizes)}, {threads} threads: "
            + $"{rate:N0} updates/s (best of {Repetitions}: {rates.Max():N0}); learning {learn / 1e9:F1} GFLOP/s, {learn / peak:P1} of "
            + $"the peak of {peak / 1e9:F1}"));
        return ExitCode.Ok;
    }

    private static double Flops(EnvironmentEntry entry, OffPolicyConfig config)
    {
        OffPolicySpec spec = config.CreateNetworks(entry.Spec.Observation.Count, entry.Spec.Action.Size);
        (int actorCritics, int delay) = config is Td3Config td3 ? (1, td3.PolicyDelay) : (spec.NumCritics, 1);
        return config.MinibatchSize * FlopCount.OffPolicyUpdate(spec, actorCritics, delay);
    }

    private static double UpdatesOf(IterationMetrics metrics) => metrics[OffPolicyMetrics.Updates];

    private static double Seconds(IterationMetrics metrics) => metrics.Times.LearnSeconds + metrics.Times.OptimizeSeconds;

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
