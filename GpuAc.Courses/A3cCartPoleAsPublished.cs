using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses;

/// <summary>A3C on CartPole-v1 as a course's notebook published it; <see cref="A3cCartPole"/> is what works.</summary>
public static class A3cCartPoleAsPublished
{
    /// <summary>The published settings: 1000 episodes at a learning rate that stays.</summary>
    public static Recipe Recipe { get; } = A3cCartPole.Recipe with
    {
        Name = "a3c-cartpole-as-published",
        Summary = "CartPole-v1 with published A3C settings, 1000 episodes.",
        Config = (A3cConfig)A3cCartPole.Recipe.Config with
        {
            TotalSteps = 500_000,
            Optimizer = A3cCartPole.Recipe.Config.Optimizer with { Schedule = LearningRateSchedule.Constant },
        },
        Goal = new TrainingGoal { MaxEpisodes = 1000 },
    };
}
