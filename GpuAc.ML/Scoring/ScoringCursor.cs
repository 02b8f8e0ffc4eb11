using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Scoring;

/// <summary>Reads rows ahead, scores them at once, and then goes through them.</summary>
/// <remarks>
/// Columns that are passed on have to be kept meanwhile, so wide ones make batches smaller. Without a column of the policy's nothing is
/// read ahead.
/// </remarks>
internal sealed class ScoringCursor : DataViewRowCursor
{
    private const int MostRows = 1024;
    private const int FirstRows = 64;
    private const int MostKeptValues = 1 << 22;
    private const int AssumedVectorSize = 1024;

    private readonly PolicySchema schema;
    private readonly DataViewRowCursor input;
    private readonly bool[] active;
    private readonly int capacity;
    private readonly ScoredRows? rows;
    private readonly ObservationReader? reader;
    private readonly ColumnBuffer?[] kept;
    private readonly DataViewRowId[] ids;
    private readonly long[] batches;
    private readonly ValueGetter<DataViewRowId> idOf;
    private long position = -1;
    private int count;
    private int current = -1;

    /// <summary>Wraps a cursor, and takes ownership of it.</summary>
    internal ScoringCursor(
        OnnxPolicy policy, PolicySchema schema, DataViewRowCursor input, DataViewSchema output, DataViewSchema.Column[] needed)
    {
        this.schema = schema;
        this.input = input;
        Schema = output;
        active = new bool[output.Count];
        foreach (DataViewSchema.Column column in needed)
            active[column.Index] = true;
        idOf = input.GetIdGetter();
        kept = new ColumnBuffer?[input.Schema.Count];
        if (!active.AsSpan(input.Schema.Count).Contains(true))
        {
            (ids, batches) = ([], []);
            return;
        }

        DataViewSchema.Column[] passedOn = [.. input.Schema.Where(column => active[column.Index])];
        capacity = (int)Math.Clamp(MostKeptValues / Math.Max(1, passedOn.Sum(Size)), 1, MostRows);
        foreach (DataViewSchema.Column column in passedOn)
            kept[column.Index] = ColumnBuffer.Create(input, column, capacity);
        (ids, batches) = (new DataViewRowId[capacity], new long[capacity]);
        rows = new ScoredRows(policy, capacity);
        foreach (DataViewSchema.Column column in needed.Where(column => column.Index >= input.Schema.Count))
            rows.Require(schema.Added[column.Index - input.Schema.Count].Output);
        reader = new ObservationReader(schema, input);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public override long Position => position;

    /// <inheritdoc/>
    public override long Batch => rows == null ? input.Batch : batches[Math.Max(current, 0)];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        bool moved = rows == null ? input.MoveNext() : Advance();
        position = moved ? position + 1 : -1;
        return moved;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        rows == null ? idOf : (ref DataViewRowId id) => id = ids[current];

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when the cursor was made.");
        int own = column.Index - input.Schema.Count;
        if (rows == null)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        Delegate getter = own < 0 ? kept[column.Index]!.Getter(() => current) : rows.Getter(schema.Added[own].Output);
        return getter as ValueGetter<TValue> ?? throw ScoredRow.WrongType<TValue>(column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    private static long Size(DataViewSchema.Column column) =>
        column.Type is not VectorDataViewType vector ? 1 : vector.IsKnownSize ? vector.Size : AssumedVectorSize;

    // Few at first: who looks at the head of the data does not pay for a thousand rows.
    private bool Advance()
    {
        if (current + 1 >= count)
        {
            Fill(count == 0 ? Math.Min(FirstRows, capacity) : capacity);
            if (count == 0)
                return false;
        }

        rows!.Current = ++current;
        return true;
    }

    private void Fill(int most)
    {
        (count, current) = (0, -1);
        while (count < most && input.MoveNext())
        {
            reader!.Read(rows!.Observation(count));
            idOf(ref ids[count]);
            batches[count] = input.Batch;
            foreach (ColumnBuffer? column in kept)
                column?.Keep(count);
            count++;
        }

        rows!.Score(count);
    }
}
