using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

/// <summary>Damaged requests, the same on every run: each gets an answer that blames the request, and the server goes on.</summary>
public class FuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        "{\"id\":\"a\\u00e4\",\"parameters\":{\"p\":[1,{}]},\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[2,2],"
        + "\"data\":[[1,-2.5e-1],[0,3]]}],\"outputs\":[{\"name\":\"action\"},{\"name\":\"value\",\"parameters\":{}}]}");

    [Fact]
    public async Task Rest_DamagedBodies_AreAnsweredByTheirFault()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        var random = new Random(13);
        HashSet<HttpStatusCode> seen = [];
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = Damage(Valid, random);
            (HttpStatusCode status, string body) = await running.PostAsync("v2/models/pole/infer", damaged);
            Assert.True((int)status is 200 or (>= 400 and < 500), $"Round {round}: {status} {body} for {Encoding.UTF8.GetString(damaged)}");
            seen.Add(status);
        }

        Assert.Contains(HttpStatusCode.OK, seen);
        Assert.Contains(HttpStatusCode.BadRequest, seen);
        await AssertWellAsync(running);
    }

    [Fact]
    public async Task Rest_OddPathsAndMethods_AreAnsweredByTheirFault()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        foreach (string path in (string[])["", "v2/", "v2/models//infer", "v2/models/%00/infer", "v2/models/..%2f..%2fetc", "v2/models/pole/%ff",
            "v2/models/pole/versions/99999999999999999999/infer", "v2/models/pole/versions/-1", $"v2/models/{new string('a', 3000)}"])
        {
            foreach (string method in (string[])["GET", "POST", "PUT", "DELETE", "OPTIONS", "FOO"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                using HttpResponseMessage answer = await running.Client.SendAsync(request);
                Assert.InRange((int)answer.StatusCode, 200, 499);
            }
        }

        await AssertWellAsync(running);
    }

    [Fact]
    public async Task Ports_NoiseAndBrokenConnections_DoNoHarm()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        var random = new Random(14);
        byte[] head = Encoding.ASCII.GetBytes("POST /v2/models/pole/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"inputs\":");
        for (int round = 0; round < 200; round++)
        {
            using var socket = new TcpClient();
            Uri address = round % 2 == 0 ? running.Server.Address : running.Server.GrpcAddress!;
            await socket.ConnectAsync(address.Host, address.Port);
            await socket.GetStream().WriteAsync(Damage(head, random));
        }

        await AssertWellAsync(running);
    }

    [Fact]
    public async Task Grpc_DamagedMessages_AreAnsweredByTheirFault()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(running.Server.GrpcAddress!);
        var bytes = Marshallers.Create(static (byte[] message) => message, static message => message);
        var infer = new Method<byte[], byte[]>(MethodType.Unary, "inference.GRPCInferenceService", "ModelInfer", bytes, bytes);
        var random = new Random(15);
        byte[][] valid = [RpcTests.Request([1, 2], 1, raw: false).ToByteArray(), RpcTests.Request([1, 2], 1, raw: true).ToByteArray()];
        HashSet<StatusCode> seen = [];
        for (int round = 0; round < 1500; round++)
        {
            using AsyncUnaryCall<byte[]> call = channel.CreateCallInvoker().AsyncUnaryCall(
                infer, null, default, Damage(valid[round % 2], random));
            try
            {
                await call;
                seen.Add(StatusCode.OK);
            }
            catch (RpcException refusal)
            {
                seen.Add(refusal.StatusCode);
            }
        }

        Assert.Equal([StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound], seen.Order());
        await AssertWellAsync(running);
    }

    private static async Task AssertWellAsync(RunningServer running)
    {
        Assert.Equal([0], (await running.InferAsync("v2/models/pole/infer", [1, 0], 1))["action"]);
        Assert.Empty(running.Log);
    }

    // One to four of: a changed byte, a removed piece, an inserted piece, a doubled piece, a cut.
    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes[at] = (byte)"{}[]\",:0-9e.\\"[random.Next(13)];
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length);
                    break;
            }
        }

        return [.. bytes];
    }
}
