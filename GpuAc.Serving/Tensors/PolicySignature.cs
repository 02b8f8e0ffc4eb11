using GpuAc.Export;
using GpuAc.Export.Onnx;
using GpuAc.Policies.Distributions;

namespace GpuAc.Serving.Tensors;

/// <summary>The input and outputs of a policy, and what a request must be like to fit them.</summary>
internal sealed class PolicySignature
{
    /// <summary>Reads them from a policy.</summary>
    internal PolicySignature(OnnxPolicy policy)
    {
        Observations = policy.ObservationSize;
        ActorOutputs = policy.ActorOutputs;
        IsDiscrete = policy.Metadata.IsDiscrete;
        LogStdPerRow = policy.Metadata.Distribution.HasStateLogStd();
        Input = new TensorSpec(PolicyTensors.Observation, TensorSpec.Float, [-1, Observations]);
        var outputs = new List<TensorSpec>
        {
            IsDiscrete
                ? new(PolicyTensors.Action, TensorSpec.Integer, [-1])
                : new(PolicyTensors.Action, TensorSpec.Float, [-1, ActorOutputs]),
        };
        if (policy.HasValue)
            outputs.Add(new(PolicyTensors.Value, TensorSpec.Float, [-1]));
        outputs.Add(new(IsDiscrete ? PolicyTensors.Logits : PolicyTensors.Mean, TensorSpec.Float, [-1, ActorOutputs]));
        if (policy.HasLogStd)
            outputs.Add(new(PolicyTensors.LogStd, TensorSpec.Float, LogStdPerRow ? [-1, ActorOutputs] : [ActorOutputs]));
        Outputs = outputs;
    }

    /// <summary>Components of an observation.</summary>
    internal int Observations { get; }

    /// <summary>Logits, or components of a continuous action.</summary>
    internal int ActorOutputs { get; }

    /// <summary>Actions are indices.</summary>
    internal bool IsDiscrete { get; }

    /// <summary>Log standard deviations depend on the observation.</summary>
    internal bool LogStdPerRow { get; }

    /// <summary>The observations.</summary>
    internal TensorSpec Input { get; }

    /// <summary>Everything that the policy computes.</summary>
    internal IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>Checks a request against the policy.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxRows">Most rows that it may have.</param>
    /// <param name="wanted">The outputs that it asks for, in its order.</param>
    /// <returns>Its observations.</returns>
    /// <exception cref="RefusedException">It does not fit.</exception>
    internal InputTensor Check(InferRequest request, int maxRows, out IReadOnlyList<TensorSpec> wanted)
    {
        if (request.Inputs.Count != 1)
            throw RefusedException.Malformed($"The policy takes one input, '{Input.Name}', but was given {request.Inputs.Count}.");
        InputTensor input = request.Inputs[0];
        if (input.Name != Input.Name)
            throw RefusedException.Malformed($"The policy's input is '{Input.Name}'; it has none named '{input.Name}'.");
        if (input.Datatype != Input.Datatype)
            throw RefusedException.Malformed($"Input '{input.Name}' is {Input.Datatype}, but was given as '{input.Datatype}'.");
        if (input.Shape is not [var rows, var size] || size != Observations || rows < 1)
        {
            throw RefusedException.Malformed(
                $"Input '{input.Name}' has the shape [batch, {Observations}], batch from 1, but was given as "
                + $"{TensorSpec.Describe(input.Shape)}.");
        }

        if (rows > maxRows)
        {
            throw new RefusedException(
                RefusalReason.TooLarge, $"A request may have {maxRows} rows, but this one has {rows}; split it.");
        }

        if (input.Data.Length != rows * size)
        {
            throw RefusedException.Malformed(
                $"Input '{input.Name}' has {input.Data.Length} elements where its shape {TensorSpec.Describe(input.Shape)} asks for "
                + $"{rows * size}.");
        }

        int at = Array.FindIndex(input.Data, element => !float.IsFinite(element));
        if (at >= 0)
        {
            throw RefusedException.Malformed(
                $"Input '{input.Name}' is not finite in float32 at row {at / Observations}, component {at % Observations}.");
        }

        wanted = Wanted(request.Outputs);
        return input;
    }

    private IReadOnlyList<TensorSpec> Wanted(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return Outputs;
        var wanted = new List<TensorSpec>(names.Count);
        foreach (string name in names)
        {
            TensorSpec spec = Outputs.FirstOrDefault(output => output.Name == name) ?? throw RefusedException.Malformed(
                $"The policy has no output '{name}'; it has {string.Join(", ", Outputs.Select(output => output.Name))}.");
            if (wanted.Contains(spec))
                throw RefusedException.Malformed($"Output '{name}' is asked for twice.");
            wanted.Add(spec);
        }

        return wanted;
    }
}
