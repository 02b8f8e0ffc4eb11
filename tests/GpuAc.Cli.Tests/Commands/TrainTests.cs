using System.Text.Json;
using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Commands;

public class TrainTests
{
    private static readonly string[] Quick = ["--steps", "8192", "--set", "hiddenSizes=8"];

    [Fact]
    public void Train_CartPole_SolvesExportsAndReportsEveryField()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run("train", "cartpole", "--json", "--out", folder["run"], "--seed", "3");
        JsonElement json = run.Json();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "env", "algorithm", "seed", "device", "envSteps", "trainSeconds", "totalSeconds", "envStepsPerSecond", "evalMeanReturn",
                "evalStdReturn", "evalEpisodes", "solved", "failure", "policy", "episodes",
            ],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("CartPole-v1", json.GetProperty("env").GetString());
        Assert.True(json.GetProperty("solved").GetBoolean());
        Assert.True(json.GetProperty("evalMeanReturn").GetDouble() >= 475);
        Assert.Equal(100, json.GetProperty("evalEpisodes").GetInt32());
        foreach (string file in (string[])["config.json", "metrics.csv", "policy.msgpack", "policy.onnx"])
            Assert.True(File.Exists(Path.Combine(folder["run"], file)), file);
        Assert.Equal(4, Directory.GetFiles(folder["run"]).Length);

        Gpuac again = Gpuac.Run("eval", json.GetProperty("policy").GetString()!, "--json", "--seed", "3");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(json.GetProperty("evalMeanReturn").GetDouble(), again.Json().GetProperty("evalMeanReturn").GetDouble());
    }

    [Fact]
    public void Train_AnyNumberOfEnvironments_FitsTheMinibatchAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run("train", "cartpole", "--envs", "17", "--steps", "2000", "--out", folder["run"]);
        Assert.Contains(run.ExitCode, (int[])[0, 1]);
        Assert.Contains("note: 'minibatchSize' is 64 in place of 256", run.Error, StringComparison.Ordinal);
        foreach (string given in (string[])["minibatchSize=256", "MINIBATCHSIZE = 256"])
        {
            Gpuac.Run("train", "cartpole", "--envs", "17", "--set", given, "--out", folder["other"])
                .AssertRefused("'minibatchSize'", "try 64 or 1088");
        }
    }

    [Fact]
    public void Train_BudgetThatEndsBeforeLearning_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run("train", "pendulum", "--algorithm", "sac", "--steps", "500", "--out", folder["run"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("note: 'totalSteps' 500 ends the run after 800 environment steps", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TooFewSteps_ExitsWithOneAndKeepsThePolicy()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run(["train", "CARTPOLE-V1", "--json", "--out", folder["run"], .. Quick]);
        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json().GetProperty("solved").GetBoolean());
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.onnx")));
    }

    [Fact]
    public void Train_Diverges_ExitsWithOneNamesTheQuantityAndKeepsThePolicy()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run(
            [
                "train", "cartpole", "--algorithm", "a2c", "--json", "--out", folder["run"], "--set", "optimizer=Sgd", "--set",
                "learningRate=1e30", "--set", "maxGradNorm=Infinity",
            ]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: Training diverged: the ", run.Error, StringComparison.Ordinal);
        Assert.Contains("was not finite in iteration ", run.Json().GetProperty("failure").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.msgpack")));
        Assert.True(File.Exists(Path.Combine(folder["run"], "policy.onnx")));
    }

    [Fact]
    public void Train_RecipeOfWholeEpisodes_RecordsThemWithoutNamingTheEnvironment()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run("train", "--recipe", "a2c-montecarlo-cartpole", "--json", "--out", folder["run"], "--steps", "500");
        Assert.Equal("CartPole-v0", run.Json().GetProperty("env").GetString());
        long episodes = run.Json().GetProperty("episodes").GetInt64();
        Assert.InRange(episodes, 9, 60);
        Assert.Equal(episodes > 27 ? 4 : 3, Directory.GetFiles(Path.Combine(folder["run"], "recordings")).Length);
    }

    [Fact]
    public void Train_ContinuousA2c_Runs()
    {
        using var folder = new TemporaryFolder();
        Gpuac run = Gpuac.Run(["train", "pendulum", "--algorithm", "a2c", "--json", "--out", folder["run"], "--envs", "70", .. Quick]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("a2c", run.Json().GetProperty("algorithm").GetString());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void Train_SameSeed_WritesTheSameBytesWithAnyNumberOfThreads(int some, int others)
    {
        using var folder = new TemporaryFolder();
        Gpuac.Run(["train", "cartpole", "--json", "--out", folder["a"], "--threads", $"{some}", .. Quick]);
        Gpuac.Run(["train", "cartpole", "--json", "--out", folder["b"], "--threads", $"{others}", .. Quick]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["a"], "policy.onnx")), File.ReadAllBytes(Path.Combine(folder["b"], "policy.onnx")));
    }

    [Fact]
    public void Train_MistypedNames_OffersTheNearest()
    {
        Gpuac.Run("train", "cartpol").AssertRefused("environment 'cartpol'", "'cartpole'");
        Gpuac.Run("train", "cartpole", "--algorithm", "pp0").AssertRefused("algorithm 'pp0'", "'ppo'");
        Gpuac.Run("train", "cartpole", "--recipe", "ppo-cartpool").AssertRefused("recipe 'ppo-cartpool'", "'ppo-cartpole'");
        Gpuac.Run("train", "cartpole", "--recipe", "ppo-acrobot").AssertRefused("Acrobot-v1", "CartPole-v1");
        Gpuac.Run("train", "cartpole", "--set", "gama=0.9").AssertRefused("setting 'gama'", "'gamma'");
        Gpuac.Run("train", "cartpole", "--device", "cpux").AssertRefused("device 'cpux'", "'cpu'");
        Gpuac.Run("train", "cartpole", "--thread", "2").AssertRefused("--thread", "--threads");
        Gpuac.Run("trian", "cartpole").AssertRefused("trian", "'train'");
    }

    [Fact]
    public void Train_ValuesOutOfRange_NamesSettingValueAndRemedy()
    {
        Gpuac.Run("train", "cartpole", "--set", "minibatchSize=100").AssertRefused("minibatchSize", "100", "64 × 64 = 4096", "try");
        Gpuac.Run("train", "cartpole", "--set", "gamma=1.5", "--set", "clipRange=-1").AssertRefused("'gamma'", "1.5", "'clipRange'", "-1");
        Gpuac.Run("train", "cartpole", "--set", "gamma=NaN").AssertRefused("gamma", "NaN");
        Gpuac.Run("train", "cartpole", "--set", "learningRate=Infinity").AssertRefused("'learningRate'");
        Gpuac.Run("train", "cartpole", "--set", "gamma").AssertRefused("--set", "name=value", "'gamma'");
        Gpuac.Run("train", "cartpole", "--envs", "0").AssertRefused("--envs", "'0'");
        Gpuac.Run("train", "cartpole", "--steps", "many").AssertRefused("--steps", "'many'");
        Gpuac.Run("train", "cartpole", "--threads", "-1").AssertRefused("--threads", "'-1'");
        Gpuac.Run("train", "cartpole", "--stop-at", "NaN").AssertRefused("--stop-at", "'NaN'");
        Gpuac.Run("train").AssertRefused("ENV");
    }

    [Fact]
    public void Train_OutputFolderInUse_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["full"]);
        File.WriteAllText(Path.Combine(folder["full"], "mine.txt"), "mine");
        File.WriteAllText(folder["file"], "mine");
        Gpuac.Run("train", "cartpole", "--out", folder["full"]).AssertRefused(folder["full"], "not empty", "another name");
        Gpuac.Run("train", "cartpole", "--out", folder["file"]).AssertRefused(folder["file"], "is a file", "another name");
        Gpuac.Run("train", "cartpole", "--out", Path.Combine(folder["file"], "below")).AssertRefused("give a folder");
        Gpuac.Run("train", "cartpole", "--set", "gamma=2", "--out", folder["new"]).AssertRefused("gamma");
        Assert.False(Directory.Exists(folder["new"]));
        Assert.Equal(["mine.txt"], Directory.GetFiles(folder["full"]).Select(Path.GetFileName));
    }
}
