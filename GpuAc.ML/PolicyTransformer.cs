using GpuAc.Export;
using GpuAc.Export.Inference;
using GpuAc.Export.Onnx;
using GpuAc.ML.Schema;
using GpuAc.ML.Scoring;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML;

/// <summary>
/// A policy as a transform of ML.NET: reads raw observations, adds the action and what the policy thinks of it. Whole data is scored in
/// batches, a <see cref="PredictionEngine{TSrc, TDst}"/> scores row by row. Saved models hold the policy itself.
/// </summary>
/// <remarks>
/// Safe to use from several threads: they share one session of ONNX Runtime. After disposal scoring throws
/// <see cref="ObjectDisposedException"/>; a <see cref="PredictionEngine{TSrc, TDst}"/> that owns its transformer disposes of it.
/// </remarks>
public sealed partial class PolicyTransformer : ITransformer, IDisposable
{
    private readonly OnnxPolicy policy;
    private readonly PolicySchema schema;

    /// <summary>Makes a transform of a policy, without data that would show whether its columns fit.</summary>
    /// <param name="policy">The policy, which now belongs to the transformer.</param>
    /// <param name="columns">Names of the columns to read and to add, or null for the usual ones.</param>
    /// <exception cref="GpuAcException">Two columns that would be added have the same name.</exception>
    public PolicyTransformer(OnnxPolicy policy, PolicyColumns? columns = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        this.policy = policy;
        schema = new PolicySchema(policy, columns ?? new PolicyColumns());
    }

    /// <summary>What the policy's file says about it.</summary>
    public PolicyMetadata Metadata => policy.Metadata;

    /// <summary>Names of the columns that are read and added.</summary>
    public PolicyColumns Columns => schema.Columns;

    /// <summary>Where the policy runs.</summary>
    public InferenceDevice Device => policy.Device;

    /// <summary>Why the policy does not run on the GPU that was asked for, or null.</summary>
    public string? Warning => policy.Warning;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <summary>The policy's file, as <c>policy.onnx</c>.</summary>
    public byte[] ToOnnx() => policy.File.ToArray();

    /// <summary>What the columns will be.</summary>
    /// <exception cref="GpuAcException">A column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        schema.Bind(inputSchema);
        return schema.Extend(inputSchema);
    }

    /// <summary>Adds the policy's columns to data. Nothing is computed until the data is read.</summary>
    /// <exception cref="GpuAcException">A column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView(policy, schema, input);
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new PolicyRowMapper(policy, schema, inputSchema);
    }

    /// <inheritdoc/>
    public void Dispose() => policy.Dispose();
}
