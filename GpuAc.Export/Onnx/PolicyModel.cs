using System.Globalization;
using Google.Protobuf;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Onnx;

/// <summary>A policy as ONNX: the graph, written once, and metadata, which may still change when the policy is evaluated.</summary>
internal sealed class PolicyModel
{
    private readonly OnnxExportOptions options;
    private readonly GraphProto graph;

    /// <summary>Writes the graph of a snapshot.</summary>
    /// <exception cref="GpuAcException">The snapshot is faulty, or the operator set is out of range.</exception>
    internal PolicyModel(PolicySnapshot snapshot, OnnxExportOptions options)
    {
        if (options.Opset < OnnxExportOptions.MinOpset || options.Opset > options.HighestOpset)
        {
            string where = options.Profile == OnnxProfile.Onnx ? "" : $" by profile {OnnxProfiles.NameOf(options.Profile)}";
            throw new GpuAcException(
                $"Opset {options.Opset} is not supported{where}; choose one from {OnnxExportOptions.MinOpset} to {options.HighestOpset}.");
        }

        IReadOnlyList<string> faults = snapshot.Validate();
        if (faults.Count > 0)
            throw new GpuAcException($"The policy cannot be exported: {string.Join(" ", faults)}");
        Snapshot = snapshot;
        this.options = options;
        graph = ProfileGraph.Build(snapshot, options.Profile);
    }

    /// <summary>What was exported.</summary>
    internal PolicySnapshot Snapshot { get; }

    /// <summary>The file's bytes.</summary>
    /// <param name="provenance">Where the policy comes from and how it did.</param>
    internal byte[] ToBytes(PolicyProvenance provenance)
    {
        var model = new ModelProto
        {
            IrVersion = options.IrVersion,
            ProducerName = "GpuAc",
            ProducerVersion = provenance.LibraryVersion,
            // Later policies of a run have higher versions.
            ModelVersion = provenance.TrainingSteps,
            DocString = Describe(provenance),
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = options.Opset });
        foreach ((string key, string value) in PolicyMetadataEntries.Format(PolicyMetadata.From(Snapshot with { Provenance = provenance })))
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        if (options.Profile != OnnxProfile.Onnx)
            model.MetadataProps.Add(
                new StringStringEntryProto { Key = PolicyMetadataEntries.ProfileKey, Value = OnnxProfiles.NameOf(options.Profile) });
        return model.ToByteArray();
    }

    private static string Describe(PolicyProvenance provenance)
    {
        string played = provenance.EvaluationEpisodes == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $" Mean return {provenance.EvaluationMeanReturn:F1} over {provenance.EvaluationEpisodes} episodes.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Policy for {provenance.EnvironmentId}, trained by {provenance.Algorithm} for {provenance.TrainingSteps} steps: raw "
            + $"observations in, actions in the environment's units out.{played}");
    }
}
