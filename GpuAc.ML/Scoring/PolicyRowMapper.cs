using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Scoring;

/// <summary>Scores rows one by one, as a <see cref="PredictionEngine{TSrc, TDst}"/> asks for them.</summary>
internal sealed class PolicyRowMapper : IRowToRowMapper
{
    private readonly OnnxPolicy policy;
    private readonly PolicySchema schema;
    private readonly DataViewSchema.Column[] read;

    /// <summary>Checks the columns.</summary>
    internal PolicyRowMapper(OnnxPolicy policy, PolicySchema schema, DataViewSchema input)
    {
        this.policy = policy;
        this.schema = schema;
        read = schema.Bind(input);
        InputSchema = input;
        OutputSchema = schema.Extend(input);
    }

    /// <inheritdoc/>
    public DataViewSchema InputSchema { get; }

    /// <inheritdoc/>
    public DataViewSchema OutputSchema { get; }

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        Dependencies(InputSchema, read, dependingColumns);

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ScoredRow(policy, schema, input, OutputSchema, activeColumns);

    /// <summary>The columns of the input that some columns of the output need.</summary>
    internal static DataViewSchema.Column[] Dependencies(
        DataViewSchema input, DataViewSchema.Column[] read, IEnumerable<DataViewSchema.Column> needed)
    {
        var active = new bool[input.Count];
        foreach (DataViewSchema.Column column in needed)
        {
            if (column.Index < input.Count)
                active[column.Index] = true;
            else
                Array.ForEach(read, one => active[one.Index] = true);
        }

        return [.. input.Where(column => active[column.Index])];
    }
}
