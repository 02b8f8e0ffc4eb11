using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GpuAc.Serving.Tests.Support;

/// <summary>Listens to what servers measure of one policy, as a program running alongside them would.</summary>
internal sealed class BatchRecorder : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly string model;
    private int waiting;

    /// <summary>Starts listening.</summary>
    /// <param name="model">The policy's name, which no other test uses.</param>
    public BatchRecorder(string model)
    {
        this.model = model;
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "GpuAc.Serving" && instrument.Name is "gpuac.serving.batch.rows" or "gpuac.serving.waiting.rows")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>(Record);
        listener.Start();
    }

    /// <summary>Rows of every batch, in order.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    /// <summary>Waits until so many rows wait.</summary>
    public async Task WaitingAsync(int rows)
    {
        do
        {
            listener.RecordObservableInstruments();
            await Task.Delay(1);
        }
        while (Volatile.Read(ref waiting) != rows);
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, int value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (!tags.Contains(new("model", model)))
            return;
        if (instrument.Name == "gpuac.serving.batch.rows")
            Batches.Enqueue(value);
        else
            Volatile.Write(ref waiting, value);
    }
}
