using Grpc.Core;
using GpuAc.Serving.Hosting;
using GpuAc.Serving.Models;
using GpuAc.Serving.Tensors;

namespace GpuAc.Serving.Rpc;

/// <summary>The protocol's gRPC calls.</summary>
/// <param name="identity">The server's name and version.</param>
/// <param name="readiness">Whether it takes requests.</param>
/// <param name="store">The policies.</param>
/// <param name="service">What answers.</param>
internal sealed class RpcService(ServerIdentity identity, Readiness readiness, PolicyStore store, PolicyService service)
{
    /// <summary>Whether the server runs.</summary>
    internal Task<ServerLiveResponse> ServerLive() =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    /// <summary>Whether the server takes requests.</summary>
    internal Task<ServerReadyResponse> ServerReady() =>
        Task.FromResult(new ServerReadyResponse { Ready = readiness.IsReady });

    /// <summary>The server's name and version.</summary>
    internal Task<ServerMetadataResponse> ServerMetadata() =>
        Task.FromResult(new ServerMetadataResponse { Name = identity.Name, Version = identity.Version });

    /// <summary>Whether a policy takes requests.</summary>
    internal Task<ModelReadyResponse> ModelReady(ModelReadyRequest request)
    {
        Find(request.Name, request.Version);
        return Task.FromResult(new ModelReadyResponse { Ready = readiness.IsReady });
    }

    /// <summary>A policy's versions, input and outputs.</summary>
    internal Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request)
    {
        PolicyVersions versions = Find(request.Name, request.Version);
        PolicySignature signature = versions.Find(request.Version)!.Signature;
        return Task.FromResult(new ModelMetadataResponse
        {
            Name = versions.Name,
            Versions = { versions.Policies.Select(policy => policy.VersionText) },
            Platform = ServedPolicy.Platform,
            Inputs = { Describe(signature.Input) },
            Outputs = { signature.Outputs.Select(Describe) },
        });
    }

    /// <summary>Inference.</summary>
    internal async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        try
        {
            (Inferred result, _) = await service.InferAsync(
                "grpc", request.ModelName, request.ModelVersion, _ => ValueTask.FromResult(RpcTensors.Read(request)),
                context.CancellationToken);
            return RpcTensors.Write(result, request);
        }
        catch (RefusedException refused)
        {
            throw Status(refused);
        }
    }

    private PolicyVersions Find(string name, string version)
    {
        try
        {
            return store.Find(name, version);
        }
        catch (RefusedException refused)
        {
            throw Status(refused);
        }
    }

    private static ModelMetadataResponse.Types.TensorMetadata Describe(TensorSpec tensor) =>
        new() { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape } };

    private static RpcException Status(RefusedException refused) => new(new Status(
        refused.Reason switch
        {
            RefusalReason.Malformed => StatusCode.InvalidArgument,
            RefusalReason.NotFound => StatusCode.NotFound,
            RefusalReason.TooLarge => StatusCode.InvalidArgument,
            RefusalReason.Overloaded => StatusCode.ResourceExhausted,
            RefusalReason.TimedOut => StatusCode.DeadlineExceeded,
            _ => StatusCode.Internal,
        },
        refused.Message));
}
