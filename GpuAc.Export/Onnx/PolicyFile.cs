using Google.Protobuf.Collections;
using GpuAc.Policies.Distributions;
using ElementType = GpuAc.Export.Onnx.TensorProto.Types.DataType;

namespace GpuAc.Export.Onnx;

/// <summary>An ONNX file that was found to be a policy of ours.</summary>
/// <param name="Model">Its structure.</param>
/// <param name="Metadata">What it says about itself.</param>
/// <param name="HasValue">True when the policy computes values; one whose critics need an action does not.</param>
internal sealed record PolicyFile(ModelProto Model, PolicyMetadata Metadata, bool HasValue)
{
    private const string Remedy = "Give a policy.onnx that 'gpuac train' or 'gpuac export' wrote.";

    /// <summary>Reads a file and checks it against the contract, so that ONNX Runtime gets only what can run.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="GpuAcException">The file is damaged, foreign, or breaks the contract.</exception>
    internal static PolicyFile Read(byte[] file, string name)
    {
        if (file.Length == 0)
            throw new GpuAcException($"{name} is empty. {Remedy}");
        Dictionary<string, string> entries = Try(name, () => OnnxReader.ReadHeader(file).Metadata());
        if (!entries.ContainsKey(PolicyMetadataEntries.SchemaVersionKey))
            throw new GpuAcException(
                $"{name} is an ONNX file, but no policy of GpuAc: its metadata lacks {PolicyMetadataEntries.SchemaVersionKey}. {Remedy}");
        if (entries.TryGetValue(PolicyMetadataEntries.ProfileKey, out string? profile))
            throw new GpuAcException(
                $"{name} was exported for an engine, with --profile {profile}, whose loader alone knows its tensors. Export it once more, "
                + "without --profile.");
        ModelProto model = Try(name, () => OnnxReader.Read(file));
        try
        {
            PolicyMetadata metadata = PolicyMetadataEntries.Parse(entries);
            bool hasValue = Find(model.Graph.Output, PolicyTensors.Value) != null;
            Check(model.Graph, metadata, hasValue);
            return new PolicyFile(model, metadata, hasValue);
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException($"{name} cannot be used: {cause.Message}. {Remedy}", cause);
        }
    }

    private static T Try<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException($"{name} is damaged or no ONNX file: {cause.Message}. {Remedy}", cause);
        }
    }

    private static void Check(GraphProto graph, PolicyMetadata metadata, bool hasValue)
    {
        CheckCount("gpuac.observation.low", metadata.ObservationLow.Count, metadata.ObservationNames.Count);
        CheckCount("gpuac.observation.high", metadata.ObservationHigh.Count, metadata.ObservationNames.Count);
        CheckCount("gpuac.action.low", metadata.ActionLow.Count, metadata.IsDiscrete ? 0 : metadata.ActionNames.Count);
        CheckCount("gpuac.action.high", metadata.ActionHigh.Count, metadata.IsDiscrete ? 0 : metadata.ActionNames.Count);
        string observations = $"{metadata.ObservationNames.Count}";
        string actions = $"{metadata.ActionNames.Count}";
        Check("input", graph.Input, PolicyTensors.Observation, ElementType.Float, OnnxGraphBuilder.BatchDimension, observations);
        if (hasValue)
            Check("output", graph.Output, PolicyTensors.Value, ElementType.Float, OnnxGraphBuilder.BatchDimension);
        if (metadata.IsDiscrete)
        {
            Check("output", graph.Output, PolicyTensors.Action, ElementType.Int64, OnnxGraphBuilder.BatchDimension);
            Check("output", graph.Output, PolicyTensors.Logits, ElementType.Float, OnnxGraphBuilder.BatchDimension, actions);
        }
        else
        {
            Check("output", graph.Output, PolicyTensors.Action, ElementType.Float, OnnxGraphBuilder.BatchDimension, actions);
            Check("output", graph.Output, PolicyTensors.Mean, ElementType.Float, OnnxGraphBuilder.BatchDimension, actions);
            if (metadata.Distribution.HasStateLogStd())
                Check("output", graph.Output, PolicyTensors.LogStd, ElementType.Float, OnnxGraphBuilder.BatchDimension, actions);
            else if (metadata.Distribution.HasLogStd())
                Check("output", graph.Output, PolicyTensors.LogStd, ElementType.Float, actions);
        }
    }

    private static void Check(
        string kind, RepeatedField<ValueInfoProto> values, string name, ElementType elementType, params string[] dimensions)
    {
        ValueInfoProto value = Find(values, name) ?? throw new InvalidDataException($"it has no {kind} '{name}'");
        List<string> actual = value.Dimensions();
        if (value.ElementType() != elementType || !actual.SequenceEqual(dimensions))
        {
            throw new InvalidDataException(
                $"its {kind} '{name}' is {Describe(value.ElementType(), actual)}, but the metadata says "
                + $"{Describe(elementType, dimensions)}");
        }
    }

    private static ValueInfoProto? Find(RepeatedField<ValueInfoProto> values, string name)
    {
        foreach (ValueInfoProto value in values)
        {
            if (value.Name == name)
                return value;
        }

        return null;
    }

    private static void CheckCount(string key, int count, int expected)
    {
        if (count != expected)
            throw new InvalidDataException($"its {key} holds {count} numbers, but its names ask for {expected}");
    }

    private static string Describe(ElementType elementType, IEnumerable<string> dimensions)
    {
        string type = elementType switch
        {
            ElementType.Float => "float32",
            ElementType.Int64 => "int64",
            _ => $"of element type {(int)elementType}",
        };
        return $"{type}[{string.Join(", ", dimensions)}]";
    }
}
