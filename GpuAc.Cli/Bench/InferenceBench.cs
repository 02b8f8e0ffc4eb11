using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuAc.Cli.Commands;
using GpuAc.Cli.Output;
using GpuAc.Envs;
using GpuAc.Export;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Cli.Bench;

/// <summary>
/// <c>gpuac bench inference</c>: latency of one observation and throughput of 4096, by our own forward pass and by ONNX Runtime.
/// </summary>
internal static class InferenceBench
{
    private const int Batch = 4096;

    /// <summary>Builds the command.</summary>
    public static Command Create(TextWriter output)
    {
        Option<bool> json = CommandOptions.Json();
        Option<string?> env = CommandOptions.Value("--env", "ENV", "Environment whose sizes the policy has; by default CartPole-v1.");
        Option<string?> threads = CommandOptions.Threads();
        Option<string[]> set =
            new("--set") { Description = "Change a setting, such as hiddenSizes=32,32: name=value.", HelpName = "name=value" };
        var command = new Command(
            "inference",
            "Latency and throughput of a policy (64-64 tanh), by our own forward pass and by ONNX Runtime.") { env, threads, set, json };
        command.SetAction(parsed =>
        {
            EnvironmentEntry entry = EnvironmentCatalog.Find(parsed.GetValue(env) ?? "CartPole-v1");
            int count = CommandOptions.ReadThreads(parsed, threads) ?? Environment.ProcessorCount;
            OnPolicyConfig config = Overrides.Apply(
                new PpoConfig { NumEnvs = 64, NumSteps = 16, MinibatchSize = 1024 }, parsed.GetValue(set));
            Print(Measure(entry, config, count), entry, config, parsed.GetValue(json), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static List<Row> Measure(EnvironmentEntry entry, OnPolicyConfig config, int threads)
    {
        using ITrainer trainer = Trainer.Create(entry, config, new TrainerOptions { Threads = 1 });
        trainer.Iterate();
        PolicySnapshot snapshot = trainer.Snapshot();
        float[] recorded = RecordedObservations.Record(entry, snapshot);
        var observations = new float[Batch * entry.Spec.Observation.Count];
        for (int i = 0; i < observations.Length; i++)
            observations[i] = recorded[i % recorded.Length];
        var actions = new float[Batch * entry.Spec.Action.Components];
        CpuPolicy[] own = [.. Enumerable.Range(0, threads).Select(_ => CpuPolicy.Create(snapshot))];
        using PolicyExport export = OnnxExporter.Export(snapshot, recorded);
        try
        {
            var rows = new List<Row>
            {
                Row.Single("own forward pass", own[0].Act, observations, actions, entry),
                Row.Single("ONNX Runtime", export.Policy.Act, observations, actions, entry),
            };
            if (threads > 1)
            {
                rows.Add(Row.Parallel("own forward pass", [.. own.Select(policy => (BatchPolicy)policy.Act)], observations, actions));
                rows.Add(
                    Row.Parallel("ONNX Runtime", [.. Enumerable.Repeat<BatchPolicy>(export.Policy.Act, threads)], observations, actions));
            }

            return rows;
        }
        finally
        {
            foreach (CpuPolicy policy in own)
                policy.Dispose();
        }
    }

    private static void Print(List<Row> rows, EnvironmentEntry entry, OnPolicyConfig config, bool json, TextWriter output)
    {
        if (json)
        {
            using var report = new JsonReport();
            report
                .Add("env", entry.Spec.Id)
                .Add("hiddenSizes", string.Join(',', config.HiddenSizes))
                .Add("batch", Batch)
                .AddArray("results", rows, (item, row) => item
                    .Add("policy", row.Name)
                    .Add("threads", row.Threads)
                    .Add("batch1MedianMicroseconds", row.MedianMicroseconds)
                    .Add("batch1P99Microseconds", row.P99Microseconds)
                    .Add("batch4096PerSecond", row.PerSecond))
                .Print(output);
            return;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        output.WriteLine($"{string.Join('-', config.HiddenSizes)} {config.Activation} policy of {entry.Spec.Id}");
        Tables.Print(
            output,
            ["by", ">threads", ">batch 1, median", ">p99", ">batch 4096"],
            rows.Select(row => new[]
            {
                row.Name,
                row.Threads.ToString(invariant),
                double.IsNaN(row.MedianMicroseconds) ? "" : row.MedianMicroseconds.ToString("F2", invariant) + " us",
                double.IsNaN(row.P99Microseconds) ? "" : row.P99Microseconds.ToString("F2", invariant) + " us",
                (row.PerSecond / 1e6).ToString("F1", invariant) + " M/s",
            }));
    }

    private sealed record Row(string Name, int Threads, double MedianMicroseconds, double P99Microseconds, double PerSecond)
    {
        public static Row Single(string name, BatchPolicy policy, float[] observations, float[] actions, EnvironmentEntry entry)
        {
            int size = entry.Spec.Observation.Count, components = entry.Spec.Action.Components;
            const int calls = 20_000;
            var times = new double[calls];
            for (int i = -calls; i < calls; i++)
            {
                int row = (i & 1023) * size;
                long start = Stopwatch.GetTimestamp();
                policy(observations.AsSpan(row, size), actions.AsSpan(0, components));
                if (i >= 0)
                    times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }

            Array.Sort(times);
            double rate = Rate([policy], observations, actions);
            return new Row(name, 1, times[calls / 2], times[calls * 99 / 100], rate);
        }

        public static Row Parallel(string name, BatchPolicy[] policies, float[] observations, float[] actions) =>
            new(name, policies.Length, double.NaN, double.NaN, Rate(policies, observations, actions));

        // Every thread runs whole batches of its own; the median of nine stretches.
        private static double Rate(BatchPolicy[] policies, float[] observations, float[] actions)
        {
            var rates = new double[9];
            float[][] outputs = [.. policies.Select(_ => new float[actions.Length])];
            for (int stretch = 0; stretch < rates.Length; stretch++)
            {
                long calls = 0;
                long start = Stopwatch.GetTimestamp();
                var threads = new Thread[policies.Length];
                for (int i = 0; i < threads.Length; i++)
                {
                    int worker = i;
                    threads[i] = new Thread(() =>
                    {
                        long done = 0;
                        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < 0.1; done++)
                            policies[worker](observations, outputs[worker]);
                        Interlocked.Add(ref calls, done);
                    });
                    threads[i].Start();
                }

                foreach (Thread thread in threads)
                    thread.Join();
                rates[stretch] = calls * (double)Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            Array.Sort(rates);
            return rates[rates.Length / 2];
        }
    }
}
