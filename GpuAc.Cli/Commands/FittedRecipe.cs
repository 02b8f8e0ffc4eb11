using GpuAc.Training.Recipes;

namespace GpuAc.Cli.Commands;

/// <summary>A recipe with what was asked for applied to it.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Notes">What its user should know before it runs, a sentence each.</param>
internal readonly record struct FittedRecipe(Recipe Recipe, IReadOnlyList<string> Notes);
