using GpuAc.Envs;
using GpuAc.Kernels.Accelerators;
using GpuAc.Training.Recipes;

namespace GpuAc.Training.Tests.Accelerators;

/// <summary>No device refuses a recipe.</summary>
public class RecipesOnDevicesTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachRecipe_IsTakenByEveryDevice(string name)
    {
        Recipe recipe = RecipeCatalog.Find(name);
        EnvironmentEntry environment = EnvironmentCatalog.Find(recipe.EnvironmentId);
        foreach (DeviceKind device in PresentDevices.All)
        {
            using ITrainer trainer = Trainer.Create(environment, recipe.Config, new TrainerOptions { Device = device });
            Assert.Equal(recipe.Config.TotalSteps, trainer.TotalSteps);
        }
    }
}
