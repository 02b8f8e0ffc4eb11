using System.Text.Json;
using System.Xml.Linq;
using GpuAc.Cli.Output;
using GpuAc.Cli.Tests.Support;
using GpuAc.Courses;
using GpuAc.Training;

namespace GpuAc.Cli.Tests.Commands;

public class CompareTests
{
    [Fact]
    public void Compare_AlgorithmsOnAnEnvironment_PrintsATableOfThem()
    {
        Gpuac run = Gpuac.Run(
            "compare", "--env", "cartpole", "--algorithm", "ppo", "--algorithm", "reinforce", "--algorithm", "sac", "--seeds", "2");
        Assert.Equal(0, run.ExitCode);
        string[] rows = [.. run.Output.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        Assert.Equal(3, rows.Length);
        Assert.Contains(
            "Made by `gpuac compare --env cartpole --algorithm ppo --algorithm reinforce --algorithm sac --seeds 2`.", run.Output,
            StringComparison.Ordinal);
        Assert.StartsWith("| ppo | `ppo-cartpole` | ", rows[0], StringComparison.Ordinal);
        Assert.Contains(" of 2 | ", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("| sac | not for discrete actions |", rows[2], StringComparison.Ordinal);
        Assert.Contains("ppo-cartpole seed 1: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_Recipes_PrintsAndDrawsTheirLearningCurves()
    {
        using var folder = new TemporaryFolder();
        string file = folder["curves.svg"];
        string[] recipes = ["reinforce-cartpole", "ppo-cartpole", "ppo-cartpole-v0"];
        string[] arguments = [.. recipes.SelectMany(recipe => new[] { "--recipe", recipe })];
        Gpuac run = Gpuac.Run(["compare", .. arguments, "--seeds", "1", "--svg", file]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(recipes.Length, run.Output.Split("| up to step | mean |").Length - 1);
        XElement svg = XDocument.Load(file).Root!;
        Assert.Equal(recipes.Length, svg.Descendants().Count(element => element.Name.LocalName == "polyline"));
        float[] size = [.. svg.Attribute("viewBox")!.Value.Split(' ').Skip(2).Select(float.Parse)];
        Assert.All(recipes, recipe =>
        {
            XElement name = Assert.Single(svg.Descendants(), element => element.Value == recipe);
            Assert.InRange(float.Parse(name.Attribute("x")!.Value), 0, size[0] - (7 * recipe.Length));
            Assert.InRange(float.Parse(name.Attribute("y")!.Value), 0, size[1]);
        });
    }

    [Fact]
    public void Compare_Json_HasEveryRun()
    {
        JsonElement comparison = Gpuac.Run("compare", "--env", "cartpole", "--algorithm", "ppo", "--seeds", "2", "--json").Json()
            .GetProperty("comparisons")[0];
        Assert.Equal(("ppo", "CartPole-v1"), (comparison.GetProperty("algorithm").GetString(), comparison.GetProperty("env").GetString()));
        Assert.Equal([0, 1], comparison.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetInt32()));
        Assert.All(
            comparison.GetProperty("runs").EnumerateArray(), run => Assert.True(run.GetProperty("evalMeanReturn").GetDouble() >= 475));
    }

    [Fact]
    public void Compare_OptionsThatDoNotFit_AreRefused()
    {
        Gpuac.Run("compare", "--recipe", "ppo-cartpole", "--env", "pendulum").AssertRefused("--recipe", "leave out");
        Gpuac.Run("compare", "--svg", "file.svg").AssertRefused("--svg", "--recipe");
        Gpuac.Run("compare", "--algorithm", "pp0").AssertRefused("'pp0'", "'ppo'");
        foreach (string seeds in (string[])["0", "1001", "x", "-1", "9-8", "0-1000", "1-2-3", ""])
            Gpuac.Run("compare", "--seeds", seeds).AssertRefused("--seeds", $"'{seeds}'", "200-219");
    }

    [Fact]
    public void Compare_ARangeOfSeeds_TrainsThose()
    {
        Gpuac run = Gpuac.Run("compare", "--env", "cartpole", "--algorithm", "ppo", "--seeds", "7-8");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("over seeds 7 to 8.", run.Output, StringComparison.Ordinal);
        Assert.Contains("seed 7:", run.Error, StringComparison.Ordinal);
        Assert.Contains("seed 8:", run.Error, StringComparison.Ordinal);
        Assert.Contains("| 2 of 2 |", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ChartInAFolderThatIsNotThere_IsRefusedBeforeAnythingTrains()
    {
        Gpuac run = Gpuac.Run("compare", "--recipe", "ppo-cartpole", "--svg", "no-such-folder/chart.svg");
        run.AssertRefused("--svg", "no-such-folder");
        Assert.DoesNotContain("seed 0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_OfEveryPublishedOne_HaveAFormThatWorks() => Assert.All(
        CourseCatalog.Register().Where(recipe => recipe.Name.EndsWith("-as-published", StringComparison.Ordinal)),
        recipe => Assert.Equal(recipe.EnvironmentId, RecipeCatalog.Find(recipe.Name[..^"-as-published".Length]).EnvironmentId));
}
