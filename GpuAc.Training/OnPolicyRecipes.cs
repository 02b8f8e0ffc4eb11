using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>The recipes of on-policy algorithms. The first of an environment and algorithm is its default.</summary>
internal static class OnPolicyRecipes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        PpoCartPole.V1,
        PpoCartPole.LargeBatch,
        PpoCartPole.V0,
        PpoPendulum.Recipe,
        PpoPendulum.LargeBatch,
        PpoPendulum.FixedBudget,
        PpoMountainCar.Recipe,
        PpoMountainCarContinuous.Recipe,
        PpoAcrobot.Recipe,
        A2cCartPole.Recipe,
        A2cPendulum.Recipe,
        A2cMonteCarloCartPole.Recipe,
        A3cCartPole.Recipe,
        ReinforceCartPole.Recipe,
        OneStepAcCartPole.Recipe,
        ReinforcePendulum.Recipe,
        OneStepAcPendulum.Recipe,
        A3cPendulum.Recipe,
    ];
}
