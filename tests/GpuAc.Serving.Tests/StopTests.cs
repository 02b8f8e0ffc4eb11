using GpuAc.Cli.Tests.Support;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

public class StopTests
{
    [Fact]
    public async Task Stop_RequestsInFlight_AreFinished()
    {
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxDelay = TimeSpan.FromSeconds(1) }, ("last.onnx", TestPolicies.Discrete));
        using var recorder = new BatchRecorder("last");
        Task<Dictionary<string, List<float>>> last = running.InferAsync("v2/models/last/infer", [1, 0], 1);
        await recorder.WaitingAsync(1);

        await running.Server.StopAsync();

        Assert.Equal([0], (await last)["action"]);
        await Assert.ThrowsAsync<HttpRequestException>(() => running.GetAsync("v2/health/live"));
        await running.Server.StopAsync();
    }

    [Fact]
    public async Task Stop_TimeIsOver_LeavesRequests()
    {
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { MaxDelay = TimeSpan.FromSeconds(1), StopTimeout = TimeSpan.Zero }, ("left.onnx", TestPolicies.Discrete));
        using var recorder = new BatchRecorder("left");
        Task<Dictionary<string, List<float>>> left = running.InferAsync("v2/models/left/infer", [1, 0], 1);
        await recorder.WaitingAsync(1);

        await running.Server.StopAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => left);
    }
}
