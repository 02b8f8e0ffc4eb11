using System.Runtime.InteropServices;
using Google.Protobuf;
using GpuAc.Serving.Models;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Rpc;

/// <summary>The protocol's tensors in Protocol Buffers: as typed numbers, or raw, which is bytes of little-endian numbers, as every processor
/// that .NET and ONNX Runtime share has them.</summary>
internal static class RpcTensors
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="RefusedException">It gives tensors in both ways or in none.</exception>
    internal static InferRequest Read(ModelInferRequest request)
    {
        int raw = request.RawInputContents.Count;
        if (raw > 0 && raw != request.Inputs.Count)
            throw RefusedException.Malformed($"The request has {request.Inputs.Count} inputs, but {raw} raw contents.");
        var inputs = new List<InputTensor>(request.Inputs.Count);
        for (int at = 0; at < request.Inputs.Count; at++)
        {
            ModelInferRequest.Types.InferInputTensor input = request.Inputs[at];
            if (raw > 0 && input.Contents != null)
                throw RefusedException.Malformed($"Input '{input.Name}' has contents, although the request has raw ones.");
            float[] data = raw > 0 ? FromRaw(input.Name, request.RawInputContents[at].Span) : [.. input.Contents?.Fp32Contents ?? []];
            inputs.Add(new InputTensor(input.Name, input.Datatype, [.. input.Shape], data));
        }

        return new InferRequest(null, inputs, [.. request.Outputs.Select(output => output.Name)]);
    }

    /// <summary>Writes an answer: raw where the request was.</summary>
    internal static ModelInferResponse Write(Inferred inferred, ModelInferRequest request)
    {
        var response = new ModelInferResponse
        {
            ModelName = inferred.Policy.Name,
            ModelVersion = inferred.Policy.VersionText,
            Id = request.Id,
        };
        foreach (OutputTensor output in inferred.Outputs)
        {
            var tensor = new ModelInferResponse.Types.InferOutputTensor
            {
                Name = output.Name,
                Datatype = output.Datatype,
                Shape = { output.Shape },
            };
            response.Outputs.Add(tensor);
            if (request.RawInputContents.Count > 0)
                response.RawOutputContents.Add(ToRaw(output));
            else
                tensor.Contents = new InferTensorContents { Fp32Contents = { output.Floats ?? [] }, Int64Contents = { output.Integers ?? [] } };
        }

        return response;
    }

    private static float[] FromRaw(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0)
            throw RefusedException.Malformed($"Raw contents of input '{name}' are {bytes.Length} bytes, no multiple of {sizeof(float)}.");
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static ByteString ToRaw(OutputTensor output) => ByteString.CopyFrom(
        output.Integers != null ? MemoryMarshal.AsBytes<long>(output.Integers) : MemoryMarshal.AsBytes<float>(output.Floats));
}
