using GpuAc.Export;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Schema;

/// <summary>Which columns a policy reads and which it adds.</summary>
internal sealed class PolicySchema
{
    private readonly string policyName;
    private readonly string[] observations;

    /// <summary>Works out the columns.</summary>
    /// <exception cref="GpuAcException">Two columns that would be added have the same name.</exception>
    internal PolicySchema(OnnxPolicy policy, PolicyColumns columns)
    {
        Columns = columns;
        policyName = $"The policy for {policy.Metadata.Provenance.EnvironmentId}";
        observations = [.. policy.Metadata.ObservationNames];
        string[] actions = [.. policy.Metadata.ActionNames];
        var vector = new VectorDataViewType(NumberDataViewType.Single, actions.Length);
        var added = new List<AddedColumn>();
        if (policy.Metadata.IsDiscrete)
        {
            added.Add(new AddedColumn(PolicyOutput.Action, columns.Action, NumberDataViewType.Int64, []));
            added.Add(new AddedColumn(PolicyOutput.ActionName, columns.ActionName, TextDataViewType.Instance, []));
            added.Add(new AddedColumn(PolicyOutput.Probabilities, columns.Probabilities, vector, actions));
        }
        else
        {
            added.Add(new AddedColumn(PolicyOutput.Action, columns.Action, vector, actions));
            added.Add(new AddedColumn(PolicyOutput.Mean, columns.Mean, vector, actions));
            if (policy.HasLogStd)
                added.Add(new AddedColumn(PolicyOutput.StandardDeviation, columns.StandardDeviation, vector, actions));
        }

        if (policy.HasValue)
            added.Add(new AddedColumn(PolicyOutput.Value, columns.Value, NumberDataViewType.Single, []));
        if (added.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            throw new GpuAcException(
                $"{policyName} would add column '{twins.Key}' twice, as {string.Join(" and ", twins.Select(column => column.Output))}; "
                + "give each a name of its own.");
        Added = added;
    }

    /// <summary>The names that were asked for.</summary>
    internal PolicyColumns Columns { get; }

    /// <summary>The columns that are added, in this order.</summary>
    internal IReadOnlyList<AddedColumn> Added { get; }

    /// <summary>Columns that are read, in the policy's order: one vector, or one scalar per observation.</summary>
    internal IReadOnlyList<string> Read => Columns.Observation is { } column ? [column] : observations;

    /// <summary>Components of an observation.</summary>
    internal IReadOnlyList<string> Observations => observations;

    /// <summary>Finds the columns that are read.</summary>
    /// <exception cref="GpuAcException">One is missing or of another type.</exception>
    internal DataViewSchema.Column[] Bind(DataViewSchema schema)
    {
        Check(name => schema.GetColumnOrNull(name) is { } column ? ColumnShape.Of(column.Type) : null);
        return [.. Read.Select(name => schema[name])];
    }

    /// <summary>Checks the columns that are read.</summary>
    /// <param name="find">The shape of a column, or null when there is none of that name.</param>
    /// <exception cref="GpuAcException">One is missing or of another type.</exception>
    internal void Check(Func<string, ColumnShape?> find)
    {
        if (Columns.Observation is { } vector)
        {
            string expected = $"Vector<Single, {observations.Length}> ({string.Join(", ", observations)})";
            ColumnShape shape = find(vector) ?? throw new GpuAcException(
                $"{policyName} reads its observation from column '{vector}', {expected}, but there is no such column. Name the column "
                + "that there is, or leave the name out to read one column per observation.");
            if (!shape.IsVector || !shape.IsSingle || (shape.Size ?? observations.Length) != observations.Length)
                throw new GpuAcException($"{policyName} expects column '{vector}' to be {expected}, but found {shape.Text}.");
            return;
        }

        foreach (string name in observations)
        {
            ColumnShape shape = find(name) ?? throw new GpuAcException(
                $"{policyName} expects a column '{name}' of type Single, but found none of that name. It reads one column per observation, "
                + $"in any order: {string.Join(", ", observations)}. Add or rename the column (CopyColumns), or name a vector column.");
            if (shape.IsVector || !shape.IsSingle)
                throw new GpuAcException(
                    $"{policyName} expects column '{name}' to be Single, but found {shape.Text}. Convert it first "
                    + "(Conversion.ConvertType).");
        }
    }

    /// <summary>The schema of scored data: all columns that there were, then those that are added.</summary>
    internal DataViewSchema Extend(DataViewSchema input)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        foreach (AddedColumn column in Added)
            schema.AddColumn(column.Name, column.Type, column.Annotations());
        return schema.ToSchema();
    }
}
