using System.Diagnostics;
using System.Globalization;
using GpuAc.Export;
using GpuAc.ML;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Benchmarks.Scoring;

/// <summary>
/// A policy with discrete actions asked row by row and in batches of 1024: by plain ONNX Runtime, by <see cref="OnnxPolicy"/> and by ML.NET,
/// in one process, in turn. One thread.
/// </summary>
internal static class ScoringRates
{
    private const int Rows = 1 << 18, Batch = 1024, Calls = 20_000, Repetitions = 7;

    /// <summary>Measures and prints a table.</summary>
    /// <param name="file">The policy.</param>
    /// <param name="output">Where the table goes.</param>
    internal static void Report(string file, TextWriter output)
    {
        using OnnxPolicy policy = OnnxPolicy.Load(file);
        int size = policy.ObservationSize;
        float[] observations = [.. Enumerable.Range(0, Rows * size).Select(at => MathF.Sin(at))];
        var ml = new MLContext();
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Observed));
        schema[nameof(Observed.Observation)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        Observed[] rows = [.. Enumerable.Range(0, Rows).Select(row => new Observed { Observation = observations[(row * size)..((row + 1) * size)] })];
        IDataView data = ml.Data.LoadFromEnumerable(rows, schema);
        PolicyTransformer transformer = ml.Transforms.ApplyPolicy(file, observationColumn: nameof(Observed.Observation)).Fit(data);
        using PredictionEngine<Observed, Decided> engine = ml.Model.CreatePredictionEngine<Observed, Decided>(
            transformer, new PredictionEngineOptions { InputSchemaDefinition = schema });
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(file, settings);
        var plain = new PlainSession(session, size);
        var action = new float[Batch];
        var decided = new Decided();
        var ways = new (string Name, Action<int> Row, Action All)[]
        {
            ("ONNX Runtime", row => plain.Run(observations, row, 1), () => InBatches(row => plain.Run(observations, row, Batch))),
            ("OnnxPolicy.Act", row => policy.Act(observations.AsSpan(row * size, size), action.AsSpan(0, 1)),
                () => InBatches(row => policy.Act(observations.AsSpan(row * size, Batch * size), action))),
            ("ML.NET, ApplyPolicy", row => engine.Predict(rows[row], ref decided), () => Read(transformer.Transform(data))),
        };
        output.WriteLine("| by | one row, median [us] | p99 [us] | M rows/s |\n|---|---|---|---|");
        var best = new double[ways.Length];
        var times = new double[ways.Length][];
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                double[] latencies = Latencies(ways[way].Row);
                if (times[way] == null || latencies[Calls / 2] < times[way][Calls / 2])
                    times[way] = latencies;
                long start = Stopwatch.GetTimestamp();
                ways[way].All();
                best[way] = Math.Max(best[way], Rows / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        for (int way = 0; way < ways.Length; way++)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ways[way].Name} | {times[way][Calls / 2]:F2} | {times[way][Calls * 99 / 100]:F2} | {best[way] / 1e6:F2} |"));
        }
    }

    private static double[] Latencies(Action<int> ask)
    {
        var times = new double[Calls];
        for (int call = 0; call < Calls; call++)
        {
            long start = Stopwatch.GetTimestamp();
            ask(call);
            times[call] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static void InBatches(Action<int> run)
    {
        for (int row = 0; row < Rows; row += Batch)
            run(row);
    }

    private static void Read(IDataView scored)
    {
        DataViewSchema.Column column = scored.Schema["Action"];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<long> get = cursor.GetGetter<long>(column);
        long action = 0;
        while (cursor.MoveNext())
            get(ref action);
    }

    /// <summary>What a program without this library writes.</summary>
    private sealed class PlainSession(InferenceSession session, int size)
    {
        private readonly RunOptions options = new();

        internal void Run(float[] observations, int row, int count)
        {
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, observations.AsMemory(row * size, count * size), [count, size]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["observation"], [input], ["action"]);
            outputs[0].GetTensorDataAsSpan<long>();
        }
    }

    private sealed class Observed
    {
        public float[] Observation { get; set; } = [];
    }

    private sealed class Decided
    {
        public long Action { get; set; }
    }
}
