using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using GpuAc.Cli.Tests.Support;
using GpuAc.Export;
using GpuAc.Serving.Rpc;
using GpuAc.Serving.Tests.Support;
using Client = GpuAc.Serving.Rpc.GRPCInferenceService.GRPCInferenceServiceClient;
using Tensor = GpuAc.Serving.Rpc.ModelInferRequest.Types.InferInputTensor;

namespace GpuAc.Serving.Tests;

public class RpcTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "no input", "one input" },
        { "raw and contents", "although" },
        { "raw too many", "2 raw contents" },
        { "raw odd", "multiple of 4" },
        { "raw short", "1 elements" },
        { "raw NaN", "not finite" },
        { "type", "'INT8'" },
        { "output", "no output 'q'" },
    };

    [Fact]
    public async Task Calls_ServerAndModel_Describe()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        var client = new Client(channel);
        Assert.True((await client.ServerLiveAsync(new())).Live);
        Assert.True((await client.ServerReadyAsync(new())).Ready);
        Assert.Equal("gpuac", (await client.ServerMetadataAsync(new())).Name);
        Assert.True((await client.ModelReadyAsync(new() { Name = "pole" })).Ready);
        ModelMetadataResponse pole = await client.ModelMetadataAsync(new() { Name = "pole", Version = "1" });
        Assert.Equal(("pole", "1", "onnxruntime_onnx"), (pole.Name, Assert.Single(pole.Versions), pole.Platform));
        Assert.Equal([-1, 2], Assert.Single(pole.Inputs).Shape);
        Assert.Equal(["action INT64", "value FP32", "logits FP32"], pole.Outputs.Select(output => $"{output.Name} {output.Datatype}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infer_TypedOrRaw_IsWhatOnnxPolicyComputes(bool raw)
    {
        await using RunningServer running = await RunningServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        float[] observations = [-1, 0.5f, 2, -0.25f, 1e-3f, 7];
        using OnnxPolicy policy = OnnxPolicy.Load(TestPolicies.Discrete);
        float[] actions = new float[3], values = new float[3], logits = new float[6];
        policy.Forward(observations, actions, values, logits);

        ModelInferResponse answer = await new Client(channel).ModelInferAsync(Request(observations, 3, raw));

        Assert.Equal(("pole", "1", "7"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Equal(["action", "value", "logits"], answer.Outputs.Select(output => output.Name));
        Assert.Equal([3, 2], answer.Outputs[2].Shape);
        Assert.Equal(raw ? 3 : 0, answer.RawOutputContents.Count);
        Assert.Equal(
            actions.Select(action => (long)action),
            raw ? MemoryMarshal.Cast<byte, long>(answer.RawOutputContents[0].Span).ToArray() : [.. answer.Outputs[0].Contents.Int64Contents]);
        Assert.Equal(values, Floats(1));
        Assert.Equal(logits, Floats(2));

        float[] Floats(int output) => raw
            ? MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[output].Span).ToArray()
            : [.. answer.Outputs[output].Contents.Fp32Contents];
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Infer_Malformed_IsAnInvalidArgument(string fault, string part)
    {
        await using RunningServer running = await RunningServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        ModelInferRequest request = Request([1, 2], 1, raw: fault.StartsWith("raw", StringComparison.Ordinal));
        switch (fault)
        {
            case "no input":
                request.Inputs.Clear();
                break;
            case "raw and contents":
                request.Inputs[0].Contents = new InferTensorContents();
                break;
            case "raw too many":
                request.RawInputContents.Add(ByteString.Empty);
                break;
            case "raw odd":
                request.RawInputContents[0] = ByteString.CopyFrom(1, 2, 3);
                break;
            case "raw short":
                request.RawInputContents[0] = ByteString.CopyFrom(0, 0, 0, 0);
                break;
            case "raw NaN":
                request.RawInputContents[0] = ByteString.CopyFrom(0, 0, 0, 0, 0, 0, 0xC0, 0x7F);
                break;
            case "type":
                request.Inputs[0].Datatype = "INT8";
                break;
            default:
                request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "q" });
                break;
        }

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await new Client(channel).ModelInferAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_UnknownTooLargeOrLate_HaveTheirCodes()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with
        {
            MaxBodyBytes = 2048,
            MaxDelay = TimeSpan.FromSeconds(1),
            RequestTimeout = TimeSpan.FromMilliseconds(30),
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        var client = new Client(channel);
        async Task<StatusCode> CodeAsync<T>(AsyncUnaryCall<T> call) =>
            (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode;
        Assert.Equal(StatusCode.NotFound, await CodeAsync(client.ModelReadyAsync(new() { Name = "cart" })));
        Assert.Equal(StatusCode.NotFound, await CodeAsync(client.ModelMetadataAsync(new() { Name = "pole", Version = "2" })));
        Assert.Equal(StatusCode.ResourceExhausted, await CodeAsync(client.ModelInferAsync(Request(new float[2000], 1000, raw: true))));
        Assert.Equal(StatusCode.DeadlineExceeded, await CodeAsync(client.ModelInferAsync(Request([1, 0], 1, raw: true))));
    }

    [Fact]
    public async Task Calls_KeyAsked_NeedIt()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with { ApiKey = "open-sesame" });
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        var client = new Client(channel);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelInferAsync(Request([1, 0], 1, raw: true)));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        ModelInferResponse answer = await client.ModelInferAsync(
            Request([1, 0], 1, raw: false), new Metadata { { "authorization", "Bearer open-sesame" } });
        Assert.Equal([0], answer.Outputs[0].Contents.Int64Contents);
    }

    /// <summary>A request of the discrete policy.</summary>
    internal static ModelInferRequest Request(float[] observations, int rows, bool raw)
    {
        var request = new ModelInferRequest { ModelName = "pole", Id = "7" };
        request.Inputs.Add(new Tensor { Name = "observation", Datatype = "FP32", Shape = { rows, observations.Length / rows } });
        if (raw)
            request.RawInputContents.Add(ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(observations)));
        else
            request.Inputs[0].Contents = new InferTensorContents { Fp32Contents = { observations } };
        return request;
    }
}
