using GpuAc.Envs.Contracts;

namespace GpuAc.Envs.Tests;

public class EnvironmentCatalogTests
{
    [Theory]
    [InlineData("CartPole-v1", "CartPole-v1")]
    [InlineData("cartpole", "CartPole-v1")]
    [InlineData("CARTPOLE-V0", "CartPole-v0")]
    [InlineData("Pendulum", "Pendulum-v1")]
    [InlineData("mountaincar", "MountainCar-v0")]
    [InlineData("mountaincarcontinuous", "MountainCarContinuous-v0")]
    [InlineData("acrobot", "Acrobot-v1")]
    public void Find_IdOrAliasInAnyCase_FindsIt(string name, string id) => Assert.Equal(id, EnvironmentCatalog.Find(name).Spec.Id);

    [Theory]
    [InlineData("cartpol", "'cartpole'")]
    [InlineData("Pendulum-v0", "'Pendulum-v1'")]
    [InlineData("acrobat", "'acrobot'")]
    public void Find_Unknown_OffersTheNearest(string name, string nearest)
    {
        var error = Assert.Throws<UnknownNameException>(() => EnvironmentCatalog.Find(name));
        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains(nearest, error.Message);
    }

    [Fact]
    public void All_Environments_HaveDistinctIdsAndAliasesAndPassTheChecker()
    {
        // Other tests register their own.
        EnvironmentEntry[] builtIn =
        [
            .. EnvironmentCatalog.All
                .Where(entry => entry.GetType().GetGenericArguments()[0].Assembly == typeof(EnvironmentCatalog).Assembly),
        ];
        Assert.Equal(6, builtIn.Length);
        Assert.Equal(6, builtIn.Select(entry => entry.Spec.Id).Distinct().Count());
        Assert.Equal(6, builtIn.Select(EnvironmentCatalog.AliasOf).Distinct().Count());
        foreach (EnvironmentEntry entry in builtIn)
        {
            Assert.Empty(entry.Check().Select(finding => finding.ToString()));
            Assert.Empty(SpecificationRules.FaultsOf(entry.Spec));
        }
    }
}
