using System.Net;
using GpuAc.Cli.Tests.Support;
using GpuAc.Export;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

public class BatchingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Infer_DelayAllowed_ComputesRequestsTogether()
    {
        using var recorder = new BatchRecorder("together");
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxBatch = 6, MaxDelay = Long }, ("together.onnx", TestPolicies.Discrete));
        for (int round = 0; round < 20 && !recorder.Batches.Contains(6); round++)
        {
            Task<Dictionary<string, List<float>>>[] answers =
            [
                running.InferAsync("v2/models/together/infer", [-1, 0, 1, 1], 2),
                running.InferAsync("v2/models/together/infer", [2, 3], 1, "value"),
                running.InferAsync("v2/models/together/infer", [-3, 0, 4, 0, -5, 0], 3, "action"),
            ];
            Assert.Equal([1, 0], (await answers[0])["action"]);
            Assert.Equal([-1, 3], (await answers[0])["value"]);
            Assert.Equal([-1, 1, 1, -1], (await answers[0])["logits"]);
            Assert.Equal([8], (await answers[1])["value"]);
            Assert.Equal([1, 0, 1], (await answers[2])["action"]);
        }

        Assert.Contains(6, recorder.Batches);
    }

    [Fact]
    public async Task Infer_NobodyElseCame_AnswersAfterTheDelay()
    {
        using var recorder = new BatchRecorder("alone");
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxDelay = TimeSpan.FromMilliseconds(3) }, ("alone.onnx", TestPolicies.Discrete));
        for (int request = 1; request <= 3; request++)
        {
            Assert.Equal([0], (await running.InferAsync("v2/models/alone/infer", [1, 0], 1))["action"]);
            Assert.Equal(Enumerable.Repeat(1, request), recorder.Batches);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Infer_ManyAtOnce_EveryoneGetsTheirOwnRows(int delayMilliseconds)
    {
        string name = $"crowd{delayMilliseconds}";
        using var recorder = new BatchRecorder(name);
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxBatch = 16, MaxDelay = TimeSpan.FromMilliseconds(delayMilliseconds) },
            (name + ".onnx", TestPolicies.Continuous));
        using OnnxPolicy policy = OnnxPolicy.Load(TestPolicies.Continuous);
        int rows = 0;
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (request, _) =>
        {
            int count = 1 + (request % 16);
            float[] observations = [.. Enumerable.Range(0, 2 * count).Select(at => MathF.Sin(at + request))];
            float[] expected = new float[2 * count];
            policy.Act(observations, expected);
            string[] outputs = request % 2 == 0 ? ["action"] : ["action", "mean"];
            Dictionary<string, List<float>> answer = await running.InferAsync($"v2/models/{name}/infer", observations, count, outputs);
            Assert.Equal(expected, answer["action"]);
            Interlocked.Add(ref rows, count);
        });

        Assert.Equal(rows, recorder.Batches.Sum());
        Assert.All(recorder.Batches, batch => Assert.InRange(batch, 1, 16));
    }

    [Fact]
    public async Task Infer_QueueIsFull_TurnsRequestsAway()
    {
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxBatch = 4, MaxQueuedRows = 4, MaxDelay = Long }, ("full.onnx", TestPolicies.Discrete));
        using var recorder = new BatchRecorder("full");
        Task<Dictionary<string, List<float>>> waits = running.InferAsync("v2/models/full/infer", new float[6], 3);
        await recorder.WaitingAsync(3);
        (HttpStatusCode status, string body) = await running.PostAsync("v2/models/full/infer", RunningServer.Request(new float[4], 2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("3 rows are waiting", body, StringComparison.Ordinal);
        Assert.Equal(3, (await waits)["action"].Count);
    }
}
