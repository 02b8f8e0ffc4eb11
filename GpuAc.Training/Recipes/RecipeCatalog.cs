using GpuAc.Envs.Contracts;
using GpuAc.Kernels;
using GpuAc.Training.A2c;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Ppo;

namespace GpuAc.Training.Recipes;

/// <summary>All recipes. The first of an environment and algorithm is its default.</summary>
public static class RecipeCatalog
{
    /// <summary>Names of the algorithms.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["ppo", "a2c"];

    /// <summary>All recipes.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        PpoCartPole.V1,
        PpoCartPole.V0,
        PpoPendulum.Recipe,
        PpoPendulum.FixedBudget,
        PpoMountainCar.Recipe,
        PpoMountainCarContinuous.Recipe,
        PpoAcrobot.Recipe,
        A2cCartPole.Recipe,
        A2cPendulum.Recipe,
    ];

    /// <summary>Finds a recipe by name, for an environment.</summary>
    /// <exception cref="GpuAcException">There is none of that name, or it is for another environment.</exception>
    public static Recipe Find(string name, EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Recipe recipe = All.FirstOrDefault(recipe => string.Equals(recipe.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw UnknownNameException.For("recipe", name, All.Select(recipe => recipe.Name));
        return recipe.EnvironmentId == environment.Id
            ? recipe
            : throw new GpuAcException($"Recipe '{recipe.Name}' is for {recipe.EnvironmentId}, not for {environment.Id}; leave --recipe out, or train {recipe.EnvironmentId}.");
    }

    /// <summary>The recipe of an environment and algorithm, or the algorithm's plain defaults where nobody has tuned any.</summary>
    /// <param name="environment">Environment.</param>
    /// <param name="algorithm"><c>ppo</c> or <c>a2c</c>.</param>
    /// <exception cref="UnknownNameException">There is no such algorithm.</exception>
    public static Recipe Default(EnvironmentSpec environment, string algorithm = "ppo")
    {
        ArgumentNullException.ThrowIfNull(environment);
        OnPolicyConfig config = Algorithms.FirstOrDefault(known => string.Equals(known, algorithm, StringComparison.OrdinalIgnoreCase)) switch
        {
            "ppo" => new PpoConfig(),
            "a2c" => new A2cConfig(),
            _ => throw UnknownNameException.For("algorithm", algorithm, Algorithms),
        };
        return All.FirstOrDefault(recipe => recipe.EnvironmentId == environment.Id && recipe.Config.Algorithm == config.Algorithm) ?? new Recipe
        {
            Name = $"{config.Algorithm}-default",
            EnvironmentId = environment.Id,
            Summary = "The algorithm's defaults; nobody has tuned them for this environment.",
            Config = config,
            Goal = new TrainingGoal { EvaluationInterval = 10, StopAtReturn = environment.SolvedReturn },
        };
    }
}
