using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Scoring;

/// <summary>Reads the observation of the row where a cursor is.</summary>
internal sealed class ObservationReader
{
    private readonly PolicySchema schema;
    private readonly DataViewRow row;
    private readonly ValueGetter<VBuffer<float>>? vector;
    private readonly ValueGetter<float>[] scalars;
    private VBuffer<float> buffer;

    /// <summary>Gets hold of the columns.</summary>
    /// <param name="schema">Which columns to read.</param>
    /// <param name="row">The row, or the cursor.</param>
    internal ObservationReader(PolicySchema schema, DataViewRow row)
    {
        this.schema = schema;
        this.row = row;
        DataViewSchema.Column[] columns = schema.Bind(row.Schema);
        if (schema.Columns.Observation != null)
            vector = row.GetGetter<VBuffer<float>>(columns[0]);
        scalars = vector != null ? [] : [.. columns.Select(row.GetGetter<float>)];
    }

    /// <summary>Reads.</summary>
    /// <param name="observation">Output, [observation].</param>
    /// <exception cref="GpuAcException">A component is not finite, or a vector has another length.</exception>
    internal void Read(Span<float> observation)
    {
        for (int i = 0; i < scalars.Length; i++)
            scalars[i](ref observation[i]);
        if (vector != null)
        {
            vector(ref buffer);
            if (buffer.Length != observation.Length)
                throw new GpuAcException(
                    $"Column '{schema.Columns.Observation}' holds {buffer.Length} values in row {row.Position}, but the policy expects "
                    + $"{observation.Length}: {string.Join(", ", schema.Observations)}.");
            buffer.CopyTo(observation);
        }

        for (int i = 0; i < observation.Length; i++)
        {
            if (!float.IsFinite(observation[i]))
                throw NotFinite(i, observation[i]);
        }
    }

    private GpuAcException NotFinite(int component, float value)
    {
        string where = schema.Columns.Observation is { } column
            ? $"component {component} ({schema.Observations[component]}) of column '{column}'"
            : $"column '{schema.Observations[component]}'";
        return new GpuAcException(
            $"Row {row.Position} cannot be scored: {where} is {value}, and a policy takes finite numbers. Filter or replace such rows "
            + "first (FilterRowsByMissingValues, ReplaceMissingValues).");
    }
}
