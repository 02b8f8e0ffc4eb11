using GpuAc.Kernels.Plans;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Courses;

/// <summary>Settings of <see cref="CourseDdpg"/>: DDPG's, and how the targets follow.</summary>
public sealed record CourseDdpgConfig : DdpgConfig
{
    /// <inheritdoc/>
    public override Algorithm Algorithm => CourseDdpg.Instance;

    /// <summary>How the targets follow; crossed rules run on CPU cores alone.</summary>
    public CourseTargets TargetRule { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. base.Validate()];
        RequireDefined(faults, "targetRule", TargetRule);
        return faults;
    }

    /// <summary>The rule, or null for Polyak averaging.</summary>
    internal ITargetRule? CreateTargetRule() => TargetRule switch
    {
        CourseTargets.Polyak => null,
        CourseTargets.CrossedBlend => new CrossedTargets(nameof(CourseTargets.CrossedBlend), Tau),
        CourseTargets.CrossedCopy => new CrossedTargets(nameof(CourseTargets.CrossedCopy), 0),
        _ => throw new InvalidOperationException($"'{TargetRule}' is no rule of targets."),
    };
}
