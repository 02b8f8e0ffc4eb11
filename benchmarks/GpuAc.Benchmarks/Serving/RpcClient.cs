using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Net.Client;
using GpuAc.Serving.Rpc;

namespace GpuAc.Benchmarks.Serving;

/// <summary>A connection of gRPC with raw tensors.</summary>
internal sealed class RpcClient : ILoadClient
{
    private readonly GrpcChannel channel;
    private readonly GRPCInferenceService.GRPCInferenceServiceClient client;
    private readonly ModelInferRequest request;

    /// <summary>Opens a channel.</summary>
    internal RpcClient(Uri address, string model, int observations)
    {
        channel = GrpcChannel.ForAddress(address);
        client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        float[] observation = [.. Enumerable.Repeat(0.01f, observations)];
        request = new ModelInferRequest
        {
            ModelName = model,
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "observation", Datatype = "FP32", Shape = { 1, observations } } },
            Outputs = { new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "action" } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(observation)) },
        };
    }

    /// <summary>Components of an observation, as the server tells.</summary>
    internal static async Task<int> ObservationsAsync(Uri address, string model)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        ModelMetadataResponse policy = await new GRPCInferenceService.GRPCInferenceServiceClient(channel).ModelMetadataAsync(
            new ModelMetadataRequest { Name = model });
        return (int)policy.Inputs[0].Shape[1];
    }

    /// <inheritdoc/>
    public async Task AskAsync() => await client.ModelInferAsync(request);

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();
}
