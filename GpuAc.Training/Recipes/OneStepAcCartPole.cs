using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OneStepAc;

namespace GpuAc.Training.Recipes;

/// <summary>One-step actor-critic on CartPole-v1: a critic that learns ten times as fast as the actor that relies on it.</summary>
public static class OneStepAcCartPole
{
    /// <summary>CartPole-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "one-step-ac-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 with an update after every step.",
        Config = new OneStepAcConfig
        {
            NumEnvs = 256,
            NumSteps = 1,
            TotalSteps = 2_000_000,
            CriticLearningRate = 1e-2f,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = 490, EvaluationInterval = 20 },
    };
}
