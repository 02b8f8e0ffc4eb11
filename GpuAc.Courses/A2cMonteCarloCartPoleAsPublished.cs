using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses;

/// <summary>Monte-Carlo A2C on CartPole-v0 as a blog post published it; <see cref="A2cMonteCarloCartPole"/> is what works.</summary>
public static class A2cMonteCarloCartPoleAsPublished
{
    /// <summary>The published settings, in which the value loss weighs a hundred times as much.</summary>
    public static Recipe Recipe { get; } = A2cMonteCarloCartPole.Recipe with
    {
        Name = "a2c-montecarlo-cartpole-as-published",
        Summary = "CartPole-v0 with published Monte-Carlo A2C settings: one episode, one update.",
        Config = (A2cConfig)A2cMonteCarloCartPole.Recipe.Config with { ValueCoefficient = 1 },
    };
}
