using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Ppo;

namespace GpuAc.Training.Recipes;

/// <summary>PPO on Pendulum-v1.</summary>
public static class PpoPendulum
{
    /// <summary>Pendulum-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ppo-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200.",
        Config = new PpoConfig
        {
            NumEnvs = 256,
            NumSteps = 32,
            TotalSteps = 1_000_000,
            NumEpochs = 8,
            MinibatchSize = 512,
            Gamma = 0.9f,
            GaeLambda = 0.95f,
            ScaleRewards = true,
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = -170, EvaluationInterval = 4 },
    };
}
