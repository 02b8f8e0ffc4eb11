using GpuAc.Envs;
using GpuAc.Kernels.Plans;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses.Tests;

public class CourseCatalogTests
{
    public static TheoryData<string> Names => [.. CourseCatalog.Register().Select(recipe => recipe.Name)];

    [Fact]
    public void Register_Twice_GivesTheSameRecipesWhichAreFoundByName()
    {
        IReadOnlyList<Recipe> recipes = CourseCatalog.Register();
        Assert.Same(recipes, CourseCatalog.Register());
        Assert.All(recipes, recipe => Assert.Same(recipe, RecipeCatalog.Find(recipe.Name)));
        Assert.Same(CourseDdpg.Instance, AlgorithmCatalog.Find("course-ddpg"));
        Assert.Equal(RecipeCatalog.All.Count, RecipeCatalog.All.Select(recipe => recipe.Name).Distinct().Count());
    }

    [Fact]
    public void Register_Always_LeavesTheDefaultsOfBuiltInAlgorithms()
    {
        foreach (Recipe recipe in CourseCatalog.Register().Where(recipe => recipe.Config is not CourseDdpgConfig))
        {
            EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
            Recipe first = RecipeCatalog.Default(environment.Spec, recipe.Config.Algorithm.Name);
            Assert.DoesNotContain("as-published", first.Name, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Recipe_Each_IsValidAndTrains(string name)
    {
        Recipe recipe = RecipeCatalog.Find(name);
        EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
        Assert.Empty(recipe.Config.Validate());
        Assert.Empty(recipe.Goal.Validate());
        using ITrainer trainer = Trainer.Create(
            environment, recipe.Config, new TrainerOptions { Seed = 1, Threads = 1, Device = DeviceKind.Cpu });
        Assert.Equal(recipe.Config.TotalSteps, trainer.TotalSteps);
        Assert.InRange(trainer.Iterate().EnvSteps, 1, trainer.TotalSteps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachRecipeOnAnAccelerator_SucceedsOrNamesTheRuleThatItLacks(string name)
    {
        Recipe recipe = RecipeCatalog.Find(name);
        EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
        ITrainer Create() => Trainer.Create(environment, recipe.Config, new TrainerOptions { Device = DeviceKind.IlgpuCpu });
        if (recipe.Config is CourseDdpgConfig config)
        {
            string message = Assert.Throws<GpuAcException>(Create).Message;
            Assert.Contains($"'{config.TargetRule}'", message, StringComparison.Ordinal);
            Assert.Contains("The device 'cpu' runs it", message, StringComparison.Ordinal);
        }
        else
        {
            using ITrainer trainer = Create();
            Assert.Equal(recipe.Config.TotalSteps, trainer.TotalSteps);
        }
    }
}
