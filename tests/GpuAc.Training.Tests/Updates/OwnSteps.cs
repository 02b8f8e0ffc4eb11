using System.Reflection;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>What algorithms offer to those that derive from them alone.</summary>
internal static class OwnSteps
{
    /// <summary>One iteration of an on-policy algorithm.</summary>
    public static void Update(OnPolicyConfig config, IOnPolicyEngine engine, double progress) =>
        Call(config.Algorithm, "Update", engine, config, progress);

    /// <summary>How an off-policy algorithm learns.</summary>
    public static OffPolicyPlan Plan(OffPolicyConfig config, EnvironmentSpec environment, ulong seed) =>
        (OffPolicyPlan)Call(config.Algorithm, "PlanOf", config, environment, seed)!;

    /// <summary>What an off-policy algorithm learns with.</summary>
    public static TUpdate UpdateOf<TUpdate>(OffPolicyConfig config)
        where TUpdate : unmanaged, IOffPolicyUpdate => (TUpdate)Call(config.Algorithm, "UpdateOf", config)!;

    private static object? Call(Algorithm algorithm, string name, params object[] arguments) => algorithm.GetType()
        .GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!
        .Invoke(algorithm, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
