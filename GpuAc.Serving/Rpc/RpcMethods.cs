using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace GpuAc.Serving.Rpc;

/// <summary>The protocol's gRPC methods. Not the generated ones, because those take a message that cannot be read for the server's fault.</summary>
internal sealed class RpcMethods : IServiceMethodProvider<RpcService>
{
    private const string ServiceName = "inference.GRPCInferenceService";

    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RpcService> context)
    {
        Add<ServerLiveRequest, ServerLiveResponse>("ServerLive", static (service, _, _) => service.ServerLive());
        Add<ServerReadyRequest, ServerReadyResponse>("ServerReady", static (service, _, _) => service.ServerReady());
        Add<ServerMetadataRequest, ServerMetadataResponse>("ServerMetadata", static (service, _, _) => service.ServerMetadata());
        Add<ModelReadyRequest, ModelReadyResponse>("ModelReady", static (service, request, _) => service.ModelReady(request));
        Add<ModelMetadataRequest, ModelMetadataResponse>("ModelMetadata", static (service, request, _) => service.ModelMetadata(request));
        Add<ModelInferRequest, ModelInferResponse>("ModelInfer", static (service, request, call) => service.ModelInfer(request, call));

        void Add<TRequest, TResponse>(string name, Func<RpcService, TRequest, ServerCallContext, Task<TResponse>> call)
            where TRequest : class, IMessage<TRequest>, new()
            where TResponse : class, IMessage<TResponse>, new() => context.AddUnaryMethod(
                new Method<TRequest, TResponse>(MethodType.Unary, ServiceName, name, Marshaller<TRequest>(), Marshaller<TResponse>()),
                [new UnlimitedBody()],
                (service, request, calling) => call(service, request, calling));
    }

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return new Marshaller<T>(Write, Read);

        T Read(DeserializationContext context)
        {
            try
            {
                return parser.ParseFrom(context.PayloadAsReadOnlySequence());
            }
            catch (InvalidProtocolBufferException cause)
            {
                throw new RpcException(new Status(
                    StatusCode.InvalidArgument, $"The message is no {typeof(T).Name} of the Open Inference Protocol: {cause.Message}", cause));
            }
        }
    }

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
