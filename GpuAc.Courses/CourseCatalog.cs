using GpuAc.Training;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses;

/// <summary>The courses' recipes, and the algorithms that only they need.</summary>
public static class CourseCatalog
{
    private static readonly Lazy<IReadOnlyList<Recipe>> Registered = new(RegisterAll);

    /// <summary>
    /// Makes the courses' algorithms and recipes known to <see cref="AlgorithmCatalog"/> and <see cref="RecipeCatalog"/>. Further calls
    /// change nothing. Safe for use by several threads.
    /// </summary>
    /// <returns>The recipes.</returns>
    /// <exception cref="GpuAcException">The program has given one of their names to something else.</exception>
    public static IReadOnlyList<Recipe> Register() => Registered.Value;

    private static Recipe[] RegisterAll()
    {
        AlgorithmCatalog.Register(CourseDdpg.Instance);
        Recipe[] recipes =
        [
            DdpgPendulumAsPublished.Recipe,
            DdpgPendulumAsPublished.Copy,
            SharedBodyQacCartPoleAsPublished.Recipe,
            A2cMonteCarloCartPoleAsPublished.Recipe,
            A3cCartPoleAsPublished.Recipe,
        ];
        foreach (Recipe recipe in recipes)
            RecipeCatalog.Register(recipe);
        return recipes;
    }
}
