using System.Diagnostics.Metrics;

namespace GpuAc.Serving.Telemetry;

/// <summary>What a server counts and measures, as instruments of a <see cref="Meter"/>.</summary>
internal sealed class ServingMetrics : IDisposable
{
    /// <summary>The meter's name: the assembly's.</summary>
    internal static readonly string MeterName = typeof(ServingMetrics).Assembly.GetName().Name!;

    private readonly Meter meter = new(MeterName);
    private readonly Histogram<double> requests;
    private readonly Histogram<int> batches;
    private readonly Counter<long> rows;
    private readonly Counter<long> reloads;

    /// <summary>Creates the instruments.</summary>
    internal ServingMetrics()
    {
        requests = meter.CreateHistogram(
            "gpuac.serving.request.duration", "s", "Time from a request for inference to its answer.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 0.1, 0.5, 1, 5] });
        batches = meter.CreateHistogram(
            "gpuac.serving.batch.rows", "{row}", "Rows that were computed at once.", tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096] });
        rows = meter.CreateCounter<long>("gpuac.serving.rows", "{row}", "Rows that were computed.");
        reloads = meter.CreateCounter<long>("gpuac.serving.reloads", "{reload}", "Files that were loaded while serving, or refused.");
    }

    /// <summary>Adds an instrument that is asked when somebody looks: rows that wait, by policy.</summary>
    internal void ObserveWaiting(Func<IEnumerable<Measurement<int>>> waiting) =>
        meter.CreateObservableGauge("gpuac.serving.waiting.rows", waiting, "{row}", "Rows that wait to be computed.");

    /// <summary>Tags of a policy.</summary>
    internal static KeyValuePair<string, object?>[] Tags(string model, string version) => [new("model", model), new("version", version)];

    /// <summary>Records a request.</summary>
    /// <param name="seconds">From its arrival to its answer.</param>
    /// <param name="protocol"><c>rest</c> or <c>grpc</c>.</param>
    /// <param name="model">The policy's name; empty when there is none of that name.</param>
    /// <param name="outcome"><c>ok</c>, or why it was refused.</param>
    internal void Request(double seconds, string protocol, string model, string outcome) =>
        requests.Record(seconds, new("protocol", protocol), new("model", model), new("outcome", outcome));

    /// <summary>Records a batch.</summary>
    internal void Batch(int count, KeyValuePair<string, object?>[] policy)
    {
        batches.Record(count, policy);
        rows.Add(count, policy);
    }

    /// <summary>Records a reload.</summary>
    internal void Reload(string model, bool accepted) =>
        reloads.Add(1, new("model", model), new("outcome", accepted ? "loaded" : "refused"));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
