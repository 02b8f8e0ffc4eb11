using GpuAc.Training.Recipes;

namespace GpuAc.Training;

/// <summary>The recipes of off-policy algorithms. The first of an environment and algorithm is its default.</summary>
internal static class OffPolicyRecipes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        OffPolicyPendulum.Sac,
        OffPolicyPendulum.SacOneEnvironment,
        OffPolicyPendulum.Td3,
        OffPolicyPendulum.Td3OneEnvironment,
        OffPolicyPendulum.Ddpg,
        DdpgPendulum.Recipe,
        OffPolicyMountainCarContinuous.Sac,
        OffPolicyMountainCarContinuous.Td3,
        OffPolicyMountainCarContinuous.Ddpg,
        SacDiscreteCartPole.Recipe,
        SharedBodyQacCartPole.Recipe,
    ];
}
