using GpuAc.Training.OffPolicy;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses;

/// <summary>
/// A published course's Q actor-critic with a shared body on CartPole-v1, as it was published; <see cref="SharedBodyQacCartPole"/> is what
/// works.
/// </summary>
public static class SharedBodyQacCartPoleAsPublished
{
    /// <summary>With the course's regulariser: collapses.</summary>
    public static Recipe Recipe { get; } = SharedBodyQacCartPole.Recipe with
    {
        Name = "shared-body-qac-cartpole-as-published",
        Summary = "The course's Q actor-critic as published, which collapses below 10.",
        Config = (QActorCriticConfig)SharedBodyQacCartPole.Recipe.Config with { QRegularizer = 0.1f },
        Goal = new TrainingGoal { EvaluationInterval = 1, EvaluationEpisodes = 10 },
    };
}
