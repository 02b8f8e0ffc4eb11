using System.Net;
using System.Text.Json;
using GpuAc.Cli.Tests.Support;
using GpuAc.Export;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

public class RestTests
{
    private const string Pole = "v2/models/pole/infer";

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "no JSON" },
        { "{", "no JSON" },
        { "[]", "object" },
        { "{}", "'inputs'" },
        { "{\"inputs\":[]}", "one input" },
        { "{\"inputs\":{}}", "array" },
        { "{\"inputs\":[1]}", "objects" },
        { "{\"inputs\":[{}]}", "'name'" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,2]}]}", "'data'" },
        { "{\"inputs\":[{\"name\":\"obs\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2]}]}", "'observation'" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[1,2]}]}", "'FP64'" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}", "[1, 3]" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[0,2],\"data\":[]}]}", "[0, 2]" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[-1,2],\"data\":[]}]}", "[-1, 2]" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1,2,3]}]}", "3 elements" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1.5,2],\"data\":[1,2]}]}", "whole numbers" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,\"2\"]}]}", "numbers" },
        { "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,1e99]}]}", "not finite" },
        { Valid(",\"outputs\":[{\"name\":\"q\"}]"), "no output 'q'" },
        { Valid(",\"outputs\":[{\"name\":\"value\"},{\"name\":\"value\"}]"), "twice" },
        { Valid(",\"outputs\":[{}]"), "'name'" },
        { Valid(",\"id\":7"), "'id'" },
        { Valid("") + "x", "no JSON" },
        { "{\"id\":\"\\ud800\"}", "Unicode" },
    };

    [Fact]
    public async Task Infer_EveryOutput_IsWhatOnnxPolicyComputes()
    {
        await using RunningServer running = await RunningServer.StartAsync(
            null, ("pole.onnx", TestPolicies.Discrete), ("arm.onnx", TestPolicies.Continuous));
        float[] observations = [.. Enumerable.Range(0, 14).Select(at => MathF.Sin(at) * 3)];
        foreach ((string name, byte[] file) in new[] { ("pole", TestPolicies.Discrete), ("arm", TestPolicies.Continuous) })
        {
            using OnnxPolicy policy = OnnxPolicy.Load(file);
            float[] actions = new float[7 * policy.ActionComponents], distribution = new float[7 * policy.ActorOutputs];
            float[] values = new float[policy.HasValue ? 7 : 0], logStds = new float[policy.HasLogStd ? 14 : 0];
            policy.Forward(observations, actions, values, distribution, logStds);

            Dictionary<string, List<float>> answer = await running.InferAsync($"v2/models/{name}/infer", observations, 7);

            Assert.Equal(actions, answer["action"]);
            Assert.Equal(distribution, answer[policy.Metadata.IsDiscrete ? "logits" : "mean"]);
            if (policy.HasValue)
                Assert.Equal(values, answer["value"]);
            if (policy.HasLogStd)
                Assert.Equal(logStds[..2], answer["log_std"]);
            Dictionary<string, List<float>> alone = await running.InferAsync($"v2/models/{name}/versions/1/infer", observations, 7, "action");
            Assert.Equal(["action"], alone.Keys);
            Assert.Equal(actions, alone["action"]);
        }
    }

    [Fact]
    public async Task Infer_NestedDataMembersInAnyOrder_Answers()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        (HttpStatusCode status, string body) = await running.PostAsync(Pole, """
            {"parameters":{"a":[{}]},"inputs":[{"data":[[-1,0],[1,0]],"shape":[2,2],"parameters":{},"datatype":"FP32","name":"observation"}],
             "outputs":[{"name":"value","parameters":{"x":1}},{"name":"action"}],"id":"a \"b\""}
            """);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            "{\"model_name\":\"pole\",\"model_version\":\"1\",\"id\":\"a \\\"b\\\"\",\"outputs\":["
            + "{\"name\":\"value\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[-1,1]},"
            + "{\"name\":\"action\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[1,0]}]}",
            body);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Infer_Malformed_SaysWhatIsWrong(string body, string part)
    {
        await using RunningServer running = await RunningServer.StartAsync();
        (HttpStatusCode status, string answer) = await running.PostAsync(Pole, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using JsonDocument json = JsonDocument.Parse(answer);
        Assert.Contains(part, json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(running.Log);
    }

    [Fact]
    public async Task Infer_ResultNotFinite_IsRefused()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        (HttpStatusCode status, string body) = await running.PostAsync(Pole, RunningServer.Request([3e38f, 3e38f], 1));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("not finite", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ServerAndModels_DescribeThemselves()
    {
        await using RunningServer running = await RunningServer.StartAsync(
            null, ("pole/1/policy.onnx", TestPolicies.Discrete), ("pole/12/policy.onnx", TestPolicies.Continuous));
        Assert.Equal("{\"live\":true}", (await running.GetAsync("v2/health/live")).Body.GetRawText());
        Assert.Equal("{\"ready\":true}", (await running.GetAsync("v2/health/ready")).Body.GetRawText());
        Assert.Equal("gpuac", (await running.GetAsync("v2")).Body.GetProperty("name").GetString());
        Assert.Equal("{\"name\":\"pole\",\"ready\":true}", (await running.GetAsync("v2/models/pole/versions/12/ready")).Body.GetRawText());
        Assert.Equal(
            "{\"name\":\"pole\",\"versions\":[\"1\",\"12\"],\"platform\":\"onnxruntime_onnx\","
            + "\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],"
            + "\"outputs\":[{\"name\":\"action\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
            + "{\"name\":\"mean\",\"datatype\":\"FP32\",\"shape\":[-1,2]},{\"name\":\"log_std\",\"datatype\":\"FP32\",\"shape\":[2]}]}",
            (await running.GetAsync("v2/models/pole")).Body.GetRawText());
        Assert.Contains("logits", (await running.GetAsync("v2/models/pole/versions/1")).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2/models/cart", "'cart'")]
    [InlineData("v2/models/pole/versions/2", "'2'")]
    [InlineData("v2/models/pole/versions/2/ready", "'2'")]
    [InlineData("v3", "/v3")]
    public async Task Get_Unknown_IsNotFound(string path, string part)
    {
        await using RunningServer running = await RunningServer.StartAsync();
        (HttpStatusCode status, JsonElement body) = await running.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(part, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static string Valid(string more) =>
        "{\"inputs\":[{\"name\":\"observation\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2]}]" + more + "}";
}
