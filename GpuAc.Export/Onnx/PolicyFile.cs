using GpuAc.Kernels;
using GpuAc.Kernels.Distributions;

namespace GpuAc.Export.Onnx;

/// <summary>An ONNX file that was found to be a policy of ours: its structure and its metadata.</summary>
internal sealed record PolicyFile(OnnxModel Model, PolicyMetadata Metadata)
{
    /// <summary>True when the policy computes values; one whose critics need an action does not.</summary>
    internal bool HasValue => Model.Outputs.Exists(output => output.Name == PolicyTensors.Value);

    private const string Remedy = "Give a policy.onnx that 'gpuac train' or 'gpuac export' wrote.";

    /// <summary>Reads a file and checks it against the contract, so that ONNX Runtime gets only what can run.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="GpuAcException">The file is damaged, foreign, or breaks the contract.</exception>
    internal static PolicyFile Read(byte[] file, string name)
    {
        if (file.Length == 0)
            throw new GpuAcException($"{name} is empty. {Remedy}");
        OnnxModel model;
        try
        {
            model = OnnxModel.Parse(file);
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException($"{name} is damaged or no ONNX file: {cause.Message}. {Remedy}", cause);
        }

        if (!model.Metadata.ContainsKey(PolicyMetadataEntries.SchemaVersionKey))
            throw new GpuAcException(
                $"{name} is an ONNX file, but no policy of GpuAc: its metadata lacks {PolicyMetadataEntries.SchemaVersionKey}. {Remedy}");
        try
        {
            PolicyMetadata metadata = PolicyMetadataEntries.Parse(model.Metadata);
            Check(model, metadata);
            return new PolicyFile(model, metadata);
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException($"{name} cannot be used: {cause.Message}. {Remedy}", cause);
        }
    }

    private static void Check(OnnxModel model, PolicyMetadata metadata)
    {
        CheckCount("gpuac.observation.low", metadata.ObservationLow.Count, metadata.ObservationNames.Count);
        CheckCount("gpuac.observation.high", metadata.ObservationHigh.Count, metadata.ObservationNames.Count);
        CheckCount("gpuac.action.low", metadata.ActionLow.Count, metadata.IsDiscrete ? 0 : metadata.ActionNames.Count);
        CheckCount("gpuac.action.high", metadata.ActionHigh.Count, metadata.IsDiscrete ? 0 : metadata.ActionNames.Count);
        string observations = $"{metadata.ObservationNames.Count}";
        string actions = $"{metadata.ActionNames.Count}";
        Check("input", model.Inputs, PolicyTensors.Observation, OnnxFields.ElementFloat, OnnxGraphBuilder.BatchDimension, observations);
        if (model.Outputs.Exists(output => output.Name == PolicyTensors.Value))
            Check("output", model.Outputs, PolicyTensors.Value, OnnxFields.ElementFloat, OnnxGraphBuilder.BatchDimension);
        if (metadata.IsDiscrete)
        {
            Check("output", model.Outputs, PolicyTensors.Action, OnnxFields.ElementInt64, OnnxGraphBuilder.BatchDimension);
            Check("output", model.Outputs, PolicyTensors.Logits, OnnxFields.ElementFloat, OnnxGraphBuilder.BatchDimension, actions);
        }
        else
        {
            Check("output", model.Outputs, PolicyTensors.Action, OnnxFields.ElementFloat, OnnxGraphBuilder.BatchDimension, actions);
            Check("output", model.Outputs, PolicyTensors.Mean, OnnxFields.ElementFloat, OnnxGraphBuilder.BatchDimension, actions);
            if (metadata.Distribution.HasLogStd())
                Check("output", model.Outputs, PolicyTensors.LogStd, OnnxFields.ElementFloat, actions);
        }
    }

    private static void Check(string kind, List<OnnxModel.Value> values, string name, int elementType, params string[] dimensions)
    {
        OnnxModel.Value value = values.Find(value => value.Name == name) ?? throw new InvalidDataException($"it has no {kind} '{name}'");
        if (value.ElementType != elementType || !value.Dimensions.SequenceEqual(dimensions))
        {
            throw new InvalidDataException(
                $"its {kind} '{name}' is {Describe(value.ElementType, value.Dimensions)}, but the metadata says "
                + $"{Describe(elementType, dimensions)}");
        }
    }

    private static void CheckCount(string key, int count, int expected)
    {
        if (count != expected)
            throw new InvalidDataException($"its {key} holds {count} numbers, but its names ask for {expected}");
    }

    private static string Describe(int elementType, IEnumerable<string> dimensions)
    {
        string type = elementType switch
        {
            OnnxFields.ElementFloat => "float32",
            OnnxFields.ElementInt64 => "int64",
            _ => $"of element type {elementType}",
        };
        return $"{type}[{string.Join(", ", dimensions)}]";
    }
}
