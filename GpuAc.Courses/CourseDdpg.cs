using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Courses;

/// <summary>DDPG as a course published it: the paper's updates, with target networks that may follow crosswise.</summary>
public sealed class CourseDdpg : DdpgAlgorithm<CourseDdpgConfig>
{
    /// <summary>The algorithm.</summary>
    public static CourseDdpg Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "course-ddpg";

    /// <inheritdoc/>
    public override string Summary => "DDPG with a published course's targets";

    /// <inheritdoc/>
    public override CourseDdpgConfig Defaults => new();

    /// <inheritdoc/>
    protected override OffPolicyPlan PlanOf(CourseDdpgConfig config, EnvironmentSpec environment, ulong seed) =>
        CommonPlan(config, seed) with { TargetRule = config.CreateTargetRule() };
}
