using System.Net;
using GpuAc.Cli.Tests.Support;
using GpuAc.Serving.Settings;
using GpuAc.Serving.Tests.Support;

namespace GpuAc.Serving.Tests;

public class ReloadTests
{
    private const string Infer = "v2/models/pole/infer";

    private static readonly string Request = RunningServer.Request([-1, 0], 1, "action");

    [Fact]
    public async Task Replace_UnderLoad_LosesNoRequest()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        using var done = new CancellationTokenSource();
        Task<HashSet<string>>[] clients = [.. Enumerable.Range(0, 6).Select(_ => AskAsync(running, done.Token))];
        for (int reload = 1; reload <= 8; reload++)
        {
            running.Write("pole.onnx", reload % 2 == 0 ? TestPolicies.Discrete : TestPolicies.Continuous);
            while (running.Log.Count(line => line.Contains("reloaded", StringComparison.Ordinal)) < reload)
                await Task.Delay(5);
        }

        await done.CancelAsync();
        string[] answers = [.. (await Task.WhenAll(clients)).SelectMany(seen => seen).Distinct().Order()];
        Assert.Equal(["\"FP32\",\"shape\":[1,2],\"data\":[-1,0]", "\"INT64\",\"shape\":[1],\"data\":[1]"], answers);
        Assert.All(running.Log, line => Assert.StartsWith("'pole' version 1 reloaded", line));
    }

    [Fact]
    public async Task Replace_ByBrokenFile_KeepsTheOldPolicyAndSaysSoOnce()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        string file = Path.Combine(running.Folder, "pole.onnx");
        byte[] whole = TestPolicies.Continuous;
        running.Write("pole.onnx", whole[..(whole.Length / 2)]);
        await running.LoggedAsync("stays as it was");
        Assert.Contains("\"INT64\"", (await running.PostAsync(Infer, Request)).Body, StringComparison.Ordinal);
        await Task.Delay(100);
        Assert.Single(running.Log);

        await using (FileStream stream = File.Open(file, FileMode.Create))      // not as it should be: its first half is seen alone
        {
            await stream.WriteAsync(whole.AsMemory(0, whole.Length / 2));
            await stream.FlushAsync();
            while (running.Log.Count < 2)
                await Task.Delay(5);
            await stream.WriteAsync(whole.AsMemory(whole.Length / 2));
        }

        await running.LoggedAsync("reloaded");
        Assert.Contains("\"FP32\"", (await running.PostAsync(Infer, Request)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_VersionsComeAndGo_LatestAnswers()
    {
        await using RunningServer running = await RunningServer.StartAsync(null, ("pole/9/policy.onnx", TestPolicies.Discrete));
        running.Write("pole/10/policy.onnx", TestPolicies.Continuous);
        await running.LoggedAsync("version 10 added");
        Assert.Contains("\"model_version\":\"10\"", (await running.PostAsync(Infer, Request)).Body, StringComparison.Ordinal);
        Assert.Contains("\"INT64\"", (await running.PostAsync("v2/models/pole/versions/9/infer", Request)).Body, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(running.Folder, "pole", "10"), recursive: true);
        await running.LoggedAsync("version 10 is gone");
        Assert.Contains("\"model_version\":\"9\"", (await running.PostAsync(Infer, Request)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await running.PostAsync("v2/models/pole/versions/10/infer", Request)).Status);

        running.Write("pole.onnx", TestPolicies.Discrete);                      // version 1, beside the folder
        await running.LoggedAsync("version 1 added");
        running.Write("pole/1/policy.onnx", TestPolicies.Discrete);             // twice
        await running.LoggedAsync("Two policies want the name 'pole', version 1");
        Assert.Equal(HttpStatusCode.OK, (await running.PostAsync(Infer, Request)).Status);
    }

    [Fact]
    public async Task Named_FileRemoved_IsServedOn()
    {
        using var folder = new TemporaryFolder();
        string file = folder["some.onnx"];
        await File.WriteAllBytesAsync(file, TestPolicies.Discrete);
        await using RunningServer running = await RunningServer.StartAsync(
            options => options with { Policies = [new PolicySource(file, "pole")] });
        File.Delete(file);
        await running.LoggedAsync("does not exist");
        Assert.Equal(HttpStatusCode.OK, (await running.PostAsync(Infer, Request)).Status);
    }

    [Fact]
    public async Task Start_WhatCannotBeServed_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["foreign.onnx"], [1, 2, 3]);
        await File.WriteAllBytesAsync(folder["pole.onnx"], TestPolicies.Discrete);
        await File.WriteAllBytesAsync(folder["cut.onnx"], TestPolicies.Discrete[..^9]);
        Directory.CreateDirectory(folder["empty"]);
        PolicySource pole = new(folder["pole.onnx"]);
        await RefusedAsync("does not exist", new PolicySource(folder["none.onnx"]));
        await RefusedAsync("foreign.onnx' is damaged", new PolicySource(folder["foreign.onnx"]));
        await RefusedAsync("cut.onnx' is damaged", new PolicySource(folder["cut.onnx"]));
        await RefusedAsync("holds no policy", new PolicySource(folder["empty"]));
        await RefusedAsync("have names already", new PolicySource(folder.Path, "name"));
        await RefusedAsync("Two policies want the name 'pole'", pole, new PolicySource(folder["cut.onnx"], "pole"));
        await RefusedAsync("is empty");
    }

    [Fact]
    public async Task Start_PortInUse_IsRefused()
    {
        await using RunningServer running = await RunningServer.StartAsync();
        GpuAcException refusal = await Assert.ThrowsAsync<GpuAcException>(() => RunningServer.StartAsync(
            options => options with { Port = running.Server.Address.Port }));
        Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([0], (await running.InferAsync(Infer, [1, 0], 1))["action"]);
    }

    private static async Task RefusedAsync(string part, params PolicySource[] policies)
    {
        GpuAcException refusal = await Assert.ThrowsAsync<GpuAcException>(() => RunningServer.StartAsync(
            options => options with { Policies = policies }));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    // The parts of answers that tell policies apart.
    private static async Task<HashSet<string>> AskAsync(RunningServer running, CancellationToken done)
    {
        HashSet<string> seen = [];
        while (!done.IsCancellationRequested)
        {
            (HttpStatusCode status, string body) = await running.PostAsync(Infer, Request);
            Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
            const string Before = "\"datatype\":";
            seen.Add(body[(body.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..^3]);
        }

        return seen;
    }
}
