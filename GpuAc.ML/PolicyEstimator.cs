using GpuAc.Export;
using GpuAc.Export.Inference;
using GpuAc.ML.Schema;
using Microsoft.ML;

namespace GpuAc.ML;

/// <summary>
/// A policy as a step of a pipeline. There is nothing to learn from the data: <see cref="Fit"/> checks its columns.
/// </summary>
/// <seealso cref="PolicyCatalog"/>
public sealed class PolicyEstimator : IEstimator<PolicyTransformer>
{
    private readonly byte[] file;
    private readonly OnnxPolicyOptions options;
    private readonly PolicySchema schema;

    /// <summary>Takes a policy's file; the policy itself stays the caller's.</summary>
    internal PolicyEstimator(OnnxPolicy policy, PolicyColumns columns, OnnxPolicyOptions options)
    {
        file = policy.File.ToArray();
        this.options = options;
        schema = new PolicySchema(policy, columns);
    }

    /// <summary>Makes the transformer.</summary>
    /// <param name="input">Data like that which is to be scored.</param>
    /// <exception cref="GpuAcException">A column is missing or of another type; or the device cannot be used.</exception>
    public PolicyTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        schema.Bind(input.Schema);
        return new PolicyTransformer(OnnxPolicy.Load(file, options), schema.Columns);
    }

    /// <summary>What the columns will be.</summary>
    /// <param name="inputSchema">What they are.</param>
    /// <exception cref="GpuAcException">A column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(column => column.Name);
        schema.Check(name => columns.TryGetValue(name, out SchemaShape.Column column) ? ColumnShape.Of(column) : null);
        foreach (AddedColumn added in schema.Added)
            columns[added.Name] = added.Shape();
        return new SchemaShape(columns.Values);
    }
}
