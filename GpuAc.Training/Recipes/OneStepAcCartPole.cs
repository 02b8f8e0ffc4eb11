using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OneStepAc;

namespace GpuAc.Training.Recipes;

/// <summary>One-step actor-critic on CartPole-v1.</summary>
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
            NumEnvs = 64,
            NumSteps = 1,
            TotalSteps = 1_000_000,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = 495, EvaluationInterval = 40 },
    };
}
