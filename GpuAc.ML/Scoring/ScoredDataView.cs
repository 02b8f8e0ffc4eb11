using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;

namespace GpuAc.ML.Scoring;

/// <summary>Data with the policy's columns after its own.</summary>
internal sealed class ScoredDataView : IDataView
{
    private readonly OnnxPolicy policy;
    private readonly PolicySchema schema;
    private readonly IDataView input;
    private readonly DataViewSchema.Column[] read;

    /// <summary>Checks the columns.</summary>
    internal ScoredDataView(OnnxPolicy policy, PolicySchema schema, IDataView input)
    {
        this.policy = policy;
        this.schema = schema;
        this.input = input;
        read = schema.Bind(input.Schema);
        Schema = schema.Extend(input.Schema);
    }

    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Wrap(input.GetRowCursor(PolicyRowMapper.Dependencies(input.Schema, read, needed), rand), needed);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        DataViewRowCursor[] cursors = input.GetRowCursorSet(PolicyRowMapper.Dependencies(input.Schema, read, needed), n, rand);
        return [.. cursors.Select(cursor => Wrap(cursor, needed))];
    }

    private ScoringCursor Wrap(DataViewRowCursor cursor, DataViewSchema.Column[] needed) => new(policy, schema, cursor, Schema, needed);
}
