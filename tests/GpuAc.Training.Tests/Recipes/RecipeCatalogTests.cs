using GpuAc.Envs;
using GpuAc.Envs.ClassicControl;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;
using GpuAc.Training.Tests.Support;

namespace GpuAc.Training.Tests.Recipes;

public class RecipeCatalogTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.All.Select(recipe => recipe.Name)];

    [Fact]
    public void All_Names_AreUnique() =>
        Assert.Equal(
            RecipeCatalog.All.Count, RecipeCatalog.All.Select(recipe => recipe.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Recipe_Each_IsUsable(string name)
    {
        Recipe recipe = RecipeCatalog.All.Single(recipe => recipe.Name == name);
        EnvironmentEntry environment = Assert.Single(EnvironmentCatalog.All, entry => entry.Spec.Id == recipe.EnvironmentId);
        Assert.Empty(recipe.Config.Validate());
        Assert.Empty(recipe.Goal.Validate());
        Assert.NotEmpty(recipe.Summary);
        Assert.Matches("^[a-z0-9-]+$", name);
        Assert.Contains(recipe.Config.Algorithm, AlgorithmCatalog.All);
        Assert.False(
            recipe.Goal.StopAtReturn < environment.Spec.SolvedReturn, "A recipe stops no earlier than the environment counts as solved.");
        Assert.Same(recipe, RecipeCatalog.Find(name.ToUpperInvariant(), environment.Spec));
        using ITrainer trainer = Trainer.Create(environment, recipe.Config, new TrainerOptions { Threads = 1 });
        Assert.Equal(recipe.Config.TotalSteps, trainer.TotalSteps);
    }

    [Fact]
    public void Register_OwnRecipe_IsFoundByNameAndNoDefault()
    {
        Recipe own = RecipeCatalog.Find("ppo-acrobot") with { Name = "my-ppo-acrobot" };
        RecipeCatalog.Register(own);
        Assert.Same(own, RecipeCatalog.Find("My-PPO-Acrobot", AcrobotV1.Spec));
        Assert.Equal("ppo-acrobot", RecipeCatalog.Default(AcrobotV1.Spec).Name);
        Assert.Contains(
            "'my-ppo-acrobot' is registered already",
            Assert.Throws<GpuAcException>(() => RecipeCatalog.Register(own)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_MalformedNameOrUnknownAlgorithm_SaysWhatToDo()
    {
        Recipe recipe = RecipeCatalog.Find("ppo-acrobot");
        Assert.Contains(
            "'My recipe' cannot be the name of a recipe",
            Assert.Throws<GpuAcException>(() => RecipeCatalog.Register(recipe with { Name = "My recipe" })).Message,
            StringComparison.Ordinal);
        Recipe unknown = recipe with { Name = "ppo-acrobot-2", Config = new UnregisteredConfig() };
        Assert.Contains(
            "the algorithm 'unregistered', which is not registered",
            Assert.Throws<GpuAcException>(() => RecipeCatalog.Register(unknown)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_EveryEnvironmentWithPpo_IsTuned()
    {
        Assert.All(EnvironmentCatalog.All, entry => Assert.Contains(RecipeCatalog.Default(entry.Spec), RecipeCatalog.All));
        Assert.Equal("ppo-cartpole", RecipeCatalog.Default(CartPoleV1.Spec).Name);
        Assert.Equal("a2c-cartpole", RecipeCatalog.Default(CartPoleV1.Spec, "A2C").Name);
        Assert.Equal("a2c-pendulum", RecipeCatalog.Default(PendulumV1.Spec, "a2c").Name);
    }

    [Fact]
    public void Default_NobodyHasTunedAny_IsTheAlgorithmsDefaults()
    {
        Recipe recipe = RecipeCatalog.Default(IdentityEnvironment.Spec);
        Assert.Equal(("ppo-default", "Identity-v0", 0.95f), (recipe.Name, recipe.EnvironmentId, recipe.Goal.StopAtReturn));
        Assert.IsType<PpoConfig>(recipe.Config);
        Assert.Empty(recipe.Goal.Validate());
        Assert.Equal("a2c-default", RecipeCatalog.Default(AcrobotV1.Spec, "a2c").Name);
    }

    [Fact]
    public void Find_UnknownOrForAnotherEnvironment_SaysWhatToDo()
    {
        Assert.Contains(
            "'ppo-cartpole'", Assert.Throws<UnknownNameException>(() => RecipeCatalog.Find("ppo-cartpol", CartPoleV1.Spec)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is for Pendulum-v1, not for CartPole-v1",
            Assert.Throws<GpuAcException>(() => RecipeCatalog.Find("ppo-pendulum", CartPoleV1.Spec)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "did you mean 'ppo'", Assert.Throws<UnknownNameException>(() => RecipeCatalog.Default(CartPoleV1.Spec, "ppo2")).Message,
            StringComparison.Ordinal);
    }

    private sealed record UnregisteredConfig : TrainerConfig
    {
        public override Algorithm Algorithm { get; } = new Unregistered();
    }

    private sealed class Unregistered : Algorithm
    {
        public override string Name => "unregistered";

        public override string Summary => "an algorithm that nobody has registered";

        public override TrainerConfig Defaults => new UnregisteredConfig();

        public override IReadOnlyList<Metric> MetricsOf(TrainerConfig config) => [];

        public override ITrainer CreateTrainer<TEnv>(TrainerConfig config, TrainerOptions options) =>
            throw new NotSupportedException();
    }
}
