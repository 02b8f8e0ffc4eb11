using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>PPO on Acrobot-v1.</summary>
public static class PpoAcrobot
{
    /// <summary>Acrobot-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ppo-acrobot",
        EnvironmentId = "Acrobot-v1",
        Summary = "Acrobot-v1 to -100.",
        Config = new PpoConfig
        {
            NumEnvs = 256,
            NumSteps = 64,
            TotalSteps = 5_000_000,
            NumEpochs = 4,
            MinibatchSize = 1024,
            Gamma = 0.99f,
            GaeLambda = 0.94f,
            NormalizeObservations = true,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = -85, EvaluationInterval = 5 },
    };
}
