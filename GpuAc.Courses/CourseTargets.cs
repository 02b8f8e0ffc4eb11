namespace GpuAc.Courses;

/// <summary>How the target networks of <see cref="CourseDdpg"/> follow the online ones.</summary>
public enum CourseTargets
{
    /// <summary>τ·online + (1 − τ)·target, each network its own, as DDPG's paper has it.</summary>
    Polyak = 0,

    /// <summary>
    /// As the course was published: (1 − τ)·online + τ·target, the usual shares the other way round, and crosswise; see
    /// <see cref="CrossedTargets"/>.
    /// </summary>
    CrossedBlend = 1,

    /// <summary>Its second version: the weights are copied outright, and as crosswise.</summary>
    CrossedCopy = 2,
}
