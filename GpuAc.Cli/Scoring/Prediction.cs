using GpuAc.Export;

namespace GpuAc.Cli.Scoring;

/// <summary>
/// Scores a table: one thread reads and writes in order, others take parts apart, score them and format the answers. Memory is in
/// proportion to the number of threads, not to the table.
/// </summary>
internal sealed class Prediction
{
    private readonly OnnxPolicy policy;
    private readonly PredictionColumns columns;
    private readonly ITableSource source;
    private readonly ITableSink sink;
    private readonly string table;

    /// <summary>Prepares.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="columns">What is written of each row.</param>
    /// <param name="source">The table.</param>
    /// <param name="sink">Where the answers go.</param>
    /// <param name="table">What to call the table in messages.</param>
    internal Prediction(OnnxPolicy policy, PredictionColumns columns, ITableSource source, ITableSink sink, string table)
    {
        this.policy = policy;
        this.columns = columns;
        this.source = source;
        this.sink = sink;
        this.table = table;
    }

    /// <summary>Rows that were scored.</summary>
    internal long Rows { get; private set; }

    /// <summary>Rows that were left out.</summary>
    internal long Skipped { get; private set; }

    /// <summary>The first row that was left out, or null.</summary>
    internal BadRow? FirstSkipped { get; private set; }

    /// <summary>Scores the table.</summary>
    /// <param name="threads">Threads that score, at least 1.</param>
    /// <param name="skipBad">Whether rows that cannot be scored are left out; otherwise the first one ends everything.</param>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellation">Ends everything at once.</param>
    /// <exception cref="GpuAcException">A row cannot be scored, the table is damaged, or there is no row to score.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal void Run(int threads, bool skipBad, Action progress, CancellationToken cancellation)
    {
        var free = new Stack<Slot>();
        var underWay = new Queue<Slot>();
        string[] observations = [.. policy.Metadata.ObservationNames];
        for (int i = 0; i < (2 * threads) + 2; i++)
            free.Push(new Slot(source.CreatePart(), new ObservationRows(observations), new PredictionRows(policy, columns)));
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (free.Count == 0)
                    free.Push(Complete(underWay.Dequeue(), skipBad));
                Slot slot = free.Pop();
                if (!source.Read(slot.Part))
                    break;
                slot.Work = Task.Run(() => Work(slot), cancellation);
                underWay.Enqueue(slot);
                progress();
            }

            while (underWay.TryDequeue(out Slot? slot))
            {
                cancellation.ThrowIfCancellationRequested();
                Complete(slot, skipBad);
                progress();
            }
        }
        finally
        {
            // What is still under way uses what the caller is about to dispose of.
            foreach (Slot slot in underWay)
                ((IAsyncResult)slot.Work!).AsyncWaitHandle.WaitOne();
        }

        if (Rows == 0)
            throw new GpuAcException(
                Skipped == 0 ? $"There is no row in {table}." : $"None of the {Skipped} rows of {table} can be scored; {FirstSkipped}.");
        sink.Finish();
    }

    private void Work(Slot slot)
    {
        slot.Part.Parse(slot.Observations);
        slot.Predictions.Score(slot.Observations);
        sink.Format(slot.Predictions, slot.Text);
    }

    private Slot Complete(Slot slot, bool skipBad)
    {
        slot.Work!.GetAwaiter().GetResult();
        if (slot.Observations.FirstBad is { } bad)
        {
            if (!skipBad)
                throw new GpuAcException(
                    $"A row of {table} cannot be scored: {bad}. Correct it, or leave such rows out with --skip-bad.");
            FirstSkipped ??= bad;
            Skipped += slot.Observations.BadCount;
        }

        sink.Write(slot.Predictions, slot.Text);
        Rows += slot.Predictions.Count;
        return slot;
    }

    /// <summary>A part of the table on its way.</summary>
    private sealed class Slot(ITablePart part, ObservationRows observations, PredictionRows predictions)
    {
        internal ITablePart Part { get; } = part;

        internal ObservationRows Observations { get; } = observations;

        internal PredictionRows Predictions { get; } = predictions;

        internal TextBuffer Text { get; } = new();

        internal Task? Work { get; set; }
    }
}
