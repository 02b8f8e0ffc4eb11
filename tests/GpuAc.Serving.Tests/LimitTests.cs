using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GpuAc.Cli.Tests.Support;
using GpuAc.Serving.Settings;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

public class LimitTests
{
    private const string Pole = "v2/models/pole/infer";

    [Fact]
    public async Task Infer_BodyTooLarge_IsRefused()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with { MaxBodyBytes = 1024 });
        (HttpStatusCode status, _) = await running.PostAsync(Pole, new byte[2000]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal([0], (await running.InferAsync(Pole, [1, 0], 1))["action"]);
    }

    [Fact]
    public async Task Infer_BodyOfMegabytes_IsReadWhole()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        string body = RunningServer.Request([-1, 0], 1, "action");
        (HttpStatusCode status, string answer) = await running.PostAsync(Pole, new string(' ', 3 << 20) + body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"data\":[1]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_TooManyRows_IsRefused()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with { MaxBatch = 4 });
        (HttpStatusCode status, string body) = await running.PostAsync(Pole, RunningServer.Request(new float[10], 5));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("4 rows", body, StringComparison.Ordinal);
        Assert.Equal(4, (await running.InferAsync(Pole, new float[8], 4))["action"].Count);
    }

    [Fact]
    public async Task Infer_TakesTooLong_IsGivenUp()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with
        {
            MaxDelay = TimeSpan.FromSeconds(1),
            RequestTimeout = TimeSpan.FromMilliseconds(30),
        });
        (HttpStatusCode status, string body) = await running.PostAsync(Pole, RunningServer.Request([1, 0], 1));
        Assert.Equal(HttpStatusCode.RequestTimeout, status);
        Assert.Contains("0.03 s", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_KeyAsked_NeedIt()
    {
        await using RunningServer running = await RunningServer.StartAsync(options => options with { ApiKey = "open-sesame" });
        foreach (string? key in new[] { null, "open", "open-sesame2" })
        {
            running.Client.DefaultRequestHeaders.Authorization = key == null ? null : new AuthenticationHeaderValue("Bearer", key);
            Assert.Equal(HttpStatusCode.Unauthorized, (await running.PostAsync(Pole, RunningServer.Request([1, 0], 1))).Status);
            foreach (string path in (string[])["v2/models/pole", "v2", "metrics", "nothing"])
                Assert.Equal(HttpStatusCode.Unauthorized, (await running.GetAsync(path)).Status);
            foreach (string path in (string[])["v2/health/live", "v2/health/ready"])
                Assert.Equal(HttpStatusCode.OK, (await running.GetAsync(path)).Status);
        }

        running.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "open-sesame");
        Assert.Equal([0], (await running.InferAsync(Pole, [1, 0], 1))["action"]);
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThem()
    {
        await using RunningServer running = await RunningServer.StartAsync(null, ("counted.onnx", TestPolicies.Discrete));
        await running.InferAsync("v2/models/counted/infer", new float[10], 5);
        await running.PostAsync("v2/models/counted/infer", Encoding.UTF8.GetBytes("{}"));
        string metrics = await running.Client.GetStringAsync(new Uri("metrics", UriKind.Relative));
        string[] lines = metrics.Split('\n');
        void HasLine(string name, string value, params string[] labels) => Assert.Contains(lines, line =>
            line.StartsWith(name + "{", StringComparison.Ordinal) && line.EndsWith(" " + value, StringComparison.Ordinal)
            && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
        HasLine("gpuac_serving_rows_total", "5", "model=\"counted\"", "version=\"1\"");
        HasLine("gpuac_serving_batch_rows_sum", "5", "model=\"counted\"");
        HasLine("gpuac_serving_request_duration_seconds_count", "1", "model=\"counted\"", "outcome=\"ok\"", "protocol=\"rest\"");
        HasLine("gpuac_serving_request_duration_seconds_count", "1", "model=\"counted\"", "outcome=\"Malformed\"");
        HasLine("gpuac_serving_waiting_rows", "0", "model=\"counted\"");
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamed()
    {
        var options = new ServingOptions
        {
            Policies = [], Port = 9, GrpcPort = 9, MaxBatch = 0, MaxDelay = TimeSpan.FromHours(1), MaxQueuedRows = -1,
            RequestTimeout = TimeSpan.Zero, MaxBodyBytes = 0, MaxConnections = 0, ReloadInterval = TimeSpan.Zero,
            StopTimeout = TimeSpan.FromDays(2), ApiKey = "two words",
        };
        IReadOnlyList<string> faults = options.Validate();
        Assert.Equal(11, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.Contains("two words", StringComparison.Ordinal));
        Assert.Empty(new ServingOptions { Policies = [new PolicySource("policy.onnx")] }.Validate());
    }
}
