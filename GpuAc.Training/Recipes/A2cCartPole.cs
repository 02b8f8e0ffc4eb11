using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>A2C on CartPole-v1.</summary>
public static class A2cCartPole
{
    /// <summary>CartPole-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "a2c-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 with one gradient step per rollout.",
        Config = new A2cConfig
        {
            NumEnvs = 256,
            NumSteps = 8,
            TotalSteps = 3_000_000,
            Gamma = 0.99f,
            GaeLambda = 0.95f,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = 490, EvaluationInterval = 25 },
    };
}
