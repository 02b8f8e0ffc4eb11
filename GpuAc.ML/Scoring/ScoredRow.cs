using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Scoring;

/// <summary>A row with the policy's columns after its own. The policy runs when one of them is read, once for each position.</summary>
internal sealed class ScoredRow : DataViewRow
{
    private readonly PolicySchema schema;
    private readonly DataViewRow input;
    private readonly bool[] active;
    private readonly ScoredRows rows;
    private readonly Lazy<ObservationReader> reader;
    private long scored = -1;

    /// <summary>Wraps a row, and takes ownership of it.</summary>
    internal ScoredRow(
        OnnxPolicy policy, PolicySchema schema, DataViewRow input, DataViewSchema output, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        this.schema = schema;
        this.input = input;
        Schema = output;
        active = new bool[output.Count];
        foreach (DataViewSchema.Column column in activeColumns)
            active[column.Index] = true;
        rows = new ScoredRows(policy, 1) { Refresh = Refresh };
        reader = new Lazy<ObservationReader>(() => new ObservationReader(schema, input));
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int own = column.Index - input.Schema.Count;
        if (own < 0)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        rows.Require(schema.Added[own].Output);
        scored = -1;
        return rows.Getter(schema.Added[own].Output) as ValueGetter<TValue> ?? throw WrongType<TValue>(column);
    }

    /// <summary>The error of asking for a column as another type.</summary>
    internal static InvalidOperationException WrongType<TValue>(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is {column.Type}, which is read as {column.Type.RawType}, but was asked for as {typeof(TValue)}.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    private void Refresh()
    {
        if (scored == input.Position)
            return;
        reader.Value.Read(rows.Observation(0));
        rows.Score(1);
        scored = input.Position;
    }
}
