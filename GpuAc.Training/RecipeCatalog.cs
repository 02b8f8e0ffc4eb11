using System.Text.RegularExpressions;
using GpuAc.Envs.Contracts;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>
/// The recipes by name: the built-in ones, and those that a program registered. The first of an environment and algorithm is its default.
/// Safe for use by several threads.
/// </summary>
public static partial class RecipeCatalog
{
    private static readonly Lock Changing = new();

    private static volatile Recipe[] known = [.. OnPolicyRecipes.All, .. OffPolicyRecipes.All];

    /// <summary>All recipes, in the order in which they were registered, built-in ones first.</summary>
    public static IReadOnlyList<Recipe> All => known;

    /// <summary>Makes a recipe known by its name.</summary>
    /// <exception cref="GpuAcException">The name is malformed or taken, or the recipe's algorithm is not registered.</exception>
    public static void Register(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (!Name().IsMatch(recipe.Name))
            throw new GpuAcException(
                $"'{recipe.Name}' cannot be the name of a recipe; take lower-case letters, digits and hyphens, such as my-ppo-cartpole.");
        if (!AlgorithmCatalog.All.Contains(recipe.Config.Algorithm))
            throw new GpuAcException(
                $"Recipe '{recipe.Name}' is for the algorithm '{recipe.Config.Algorithm}', which is not registered; register that first.");
        lock (Changing)
        {
            if (Array.Exists(known, other => other.Name == recipe.Name))
                throw new GpuAcException($"A recipe '{recipe.Name}' is registered already; take another name.");
            known = [.. known, recipe];
        }
    }

    /// <summary>Finds a recipe by name.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static Recipe Find(string name) =>
        All.FirstOrDefault(recipe => string.Equals(recipe.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw UnknownNameException.For("recipe", name, All.Select(recipe => recipe.Name));

    /// <summary>Finds a recipe by name, for an environment.</summary>
    /// <exception cref="GpuAcException">There is none of that name, or it is for another environment.</exception>
    public static Recipe Find(string name, EnvironmentSpec environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Recipe recipe = Find(name);
        return recipe.EnvironmentId == environment.Id
            ? recipe
            : throw new GpuAcException(
                $"Recipe '{recipe.Name}' is for {recipe.EnvironmentId}, not for {environment.Id}; leave the recipe out, or train "
                + $"{recipe.EnvironmentId}.");
    }

    /// <summary>The recipe of an environment and algorithm, or the algorithm's plain defaults where nobody has tuned any.</summary>
    /// <param name="environment">Environment.</param>
    /// <param name="algorithm">Name of an algorithm.</param>
    /// <exception cref="UnknownNameException">There is no such algorithm.</exception>
    public static Recipe Default(EnvironmentSpec environment, string algorithm = "ppo")
    {
        ArgumentNullException.ThrowIfNull(environment);
        Algorithm found = AlgorithmCatalog.Find(algorithm);
        Recipe? tuned = All.FirstOrDefault(recipe => recipe.EnvironmentId == environment.Id && recipe.Config.Algorithm == found);
        return tuned ?? new Recipe
        {
            Name = $"{found.Name}-default",
            EnvironmentId = environment.Id,
            Summary = "The algorithm's defaults; nobody has tuned them for this environment.",
            Config = found.Defaults,
            Goal = new TrainingGoal { EvaluationInterval = 10, StopAtReturn = environment.SolvedReturn },
        };
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex Name();
}
