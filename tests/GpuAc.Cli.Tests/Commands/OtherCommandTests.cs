using System.Text.Json;
using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;
using GpuAc.Kernels.Engines;

namespace GpuAc.Cli.Tests.Commands;

public class OtherCommandTests
{
    [Fact]
    public void Lists_Json_AreOneObject()
    {
        Assert.Equal(6, Gpuac.Run("envs", "--json").Json().GetProperty("envs").GetArrayLength());
        Assert.Equal("cpu", Gpuac.Run("devices", "--json").Json().GetProperty("devices")[0].GetProperty("name").GetString());
        Assert.True(Gpuac.Run("recipes", "--json").Json().GetProperty("recipes").GetArrayLength() >= 8);
    }

    [Fact]
    public void Lists_ForPeople_NameEverything()
    {
        Assert.Contains("MountainCarContinuous-v0", Gpuac.Run("envs").Output, StringComparison.Ordinal);
        Assert.Contains("ppo-acrobot", Gpuac.Run("recipes").Output, StringComparison.Ordinal);
        Assert.Contains("cpu", Gpuac.Run("devices").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_Auto_IsWhatTrainingWouldTake()
    {
        string best = DeviceCatalog.Find("auto").ToString().ToLowerInvariant();
        Assert.Contains($"'--device auto' is {best} on this machine.", Gpuac.Run("devices").Output, StringComparison.Ordinal);
        JsonElement json = Gpuac.Run("devices", "--json").Json();
        Assert.Equal(best, json.GetProperty("auto").GetString());
        Assert.Equal(best == "cpu", Assert.Single(json.GetProperty("devices").EnumerateArray()).GetProperty("isDefault").GetBoolean());
    }

    [Fact]
    public void Devices_Json_NamesEveryKindOfAcceleratorOrSaysWhyNot()
    {
        JsonElement[] accelerators = [.. Gpuac.Run("devices", "--json").Json().GetProperty("accelerators").EnumerateArray()];
        Assert.Equal(["cuda", "opencl", "ilgpu-cpu"], accelerators.Select(entry => entry.GetProperty("kind").GetString()).Distinct());
        Assert.All(accelerators, entry =>
        {
            bool present = entry.GetProperty("present").GetBoolean();
            Assert.Equal(present, entry.GetProperty("absence").ValueKind == JsonValueKind.Null);
            // A device may be there and yet be refused, for what it lacks.
            bool found = entry.GetProperty("name").ValueKind == JsonValueKind.String;
            Assert.True(found || !present);
            Assert.Equal(found, entry.GetProperty("memoryBytes").GetInt64() > 0);
            Assert.Equal(found, entry.GetProperty("version").GetString() is { Length: > 0 });
        });
    }

    [Fact]
    public void Devices_ForPeople_SayTheSameAsJson()
    {
        string text = Gpuac.Run("devices").Output;
        Assert.All(Gpuac.Run("devices", "--json").Json().GetProperty("accelerators").EnumerateArray(), entry =>
            Assert.Contains(
                entry.GetProperty("absence").GetString() ?? entry.GetProperty("name").GetString()!, text, StringComparison.Ordinal));
    }

    [Fact]
    public void EnvsCheck_BuiltIn_Passes()
    {
        Gpuac run = Gpuac.Run("envs", "check", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json().GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void EnvsVerify_GoldenAndCorrupted_TellsThemApart()
    {
        string golden = Path.Combine(Repository.Root, "tests", "Reference", "golden", "CartPole-v1.json");
        Gpuac good = Gpuac.Run("envs", "verify", golden, "--json");
        Assert.Equal(0, good.ExitCode);
        Assert.True(good.Json().GetProperty("files")[0].GetProperty("steps").GetInt32() > 1000);

        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(golden);
        int rewards = text.IndexOf("\"rewards\": [1", StringComparison.Ordinal);
        File.WriteAllText(folder["bad.json"], text.Remove(rewards, 13).Insert(rewards, "\"rewards\": [3"));
        Gpuac bad = Gpuac.Run("envs", "verify", folder["bad.json"], "--json");
        Assert.Equal(1, bad.ExitCode);
        Assert.False(bad.Json().GetProperty("passed").GetBoolean());

        File.WriteAllText(folder["cut.json"], text[..5000]);
        Gpuac.Run("envs", "verify", folder["cut.json"]).AssertRefused("cut.json");
        Gpuac.Run("envs", "verify", folder["none.json"]).AssertRefused("none.json");
    }

    [Fact]
    public void Eval_BadFiles_AreRefusedByName()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["random.onnx"], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Gpuac.Run("eval", folder["random.onnx"]).AssertRefused("random.onnx");
        Gpuac.Run("eval", folder["none.onnx"]).AssertRefused("none.onnx");
        Gpuac.Run("eval", folder["random.onnx"], "--device", "tpu").AssertRefused("'tpu'", "'cpu'");
    }

    [Fact]
    public void Export_OfARun_GivesTheSamePolicy()
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run("train", "pendulum", "--json", "--out", folder["run"], "--steps", "4096", "--set", "hiddenSizes=8");
        Gpuac run = Gpuac.Run("export", folder["run"], "-o", folder["again.onnx"], "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder["run"], "policy.onnx")), File.ReadAllBytes(folder["again.onnx"]));
        Assert.Equal(
            17,
            Gpuac.Run("export", folder["run"], "-o", folder["b.onnx"], "--opset", "17", "--json").Json().GetProperty("opset").GetInt32());
        Gpuac.Run("eval", folder["again.onnx"], "--env", "cartpole").AssertRefused("Pendulum-v1", "CartPole-v1");
        foreach (string profile in (string[])["godot-rl", "ml-agents"])
        {
            Gpuac exported = Gpuac.Run("export", folder["run"], "-o", folder["p.onnx"], "--profile", profile, "--json");
            Assert.Equal(profile, exported.Json().GetProperty("profile").GetString());
            Gpuac.Run("eval", folder["p.onnx"]).AssertRefused("p.onnx", $"--profile {profile}");
        }

        Gpuac.Run("export", folder["run"], "-o", folder["x.onnx"], "--profile", "unity").AssertRefused("unity", "ml-agents");
        Gpuac.Run("export", folder["run"], "-o", folder["x.onnx"], "--profile", "ml-agents", "--opset", "17").AssertRefused("13 to 15");
        Gpuac.Run("export", folder["nowhere"], "-o", folder["x.onnx"]).AssertRefused("nowhere");
        Gpuac.Run("export", folder["run"]).AssertRefused("-o");
        Gpuac.Run("export", folder["run"], "-o", folder.Path).AssertRefused("is a folder");
        Gpuac.Run("export", folder["run"], "-o", folder["x.onnx"], "--opset", "9").AssertRefused("--opset", "'9'");
        Assert.False(File.Exists(folder["x.onnx"]));
    }

    [Theory]
    [InlineData("roofline")]
    [InlineData("stepping")]
    public void Bench_Json_HasTheFigures(string name)
    {
        JsonElement json = Gpuac.Run("bench", name, "--threads", "1", "--json").Json();
        Assert.True(json.GetProperty(name == "roofline" ? "gflopsOneThread" : "envStepsPerSecond").GetDouble() > 0);
    }

    [Fact]
    public void BenchBusy_TinyRuns_ReportsBothKinds()
    {
        string[] command = ["bench", "busy", "--steps", "1000", "--repetitions", "2", "--loops", "1", "--threads", "2"];
        JsonElement json = Gpuac.Run([.. command, "--json"]).Json();
        Assert.Equal("sac-pendulum", json.GetProperty("recipe").GetString());
        Assert.Equal(1, json.GetProperty("loops").GetInt32());
        JsonElement[] runs = [.. json.GetProperty("runs").EnumerateArray()];
        Assert.Equal([2, 1], runs.Select(run => run.GetProperty("threads").GetInt32()));
        foreach (JsonElement run in runs)
        {
            Assert.True(run.GetProperty("idleSeconds").GetDouble() > 0);
            Assert.True(run.GetProperty("worstSeconds").GetDouble() >= run.GetProperty("medianSeconds").GetDouble());
        }

        double one = runs[1].GetProperty("medianSeconds").GetDouble();
        Assert.Equal(runs[0].GetProperty("medianSeconds").GetDouble() / one, json.GetProperty("medianRatio").GetDouble(), 1e-9);
        Assert.Equal(runs[0].GetProperty("worstSeconds").GetDouble() / one, json.GetProperty("worstRatio").GetDouble(), 1e-9);
    }
}
