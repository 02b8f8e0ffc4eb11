using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>PPO on MountainCarContinuous-v0.</summary>
public static class PpoMountainCarContinuous
{
    /// <summary>MountainCarContinuous-v0.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ppo-mountaincarcontinuous",
        EnvironmentId = "MountainCarContinuous-v0",
        Summary = "MountainCarContinuous-v0 to 90.",
        Config = new PpoConfig
        {
            NumEnvs = 1024,
            NumSteps = 64,
            TotalSteps = 20_000_000,
            NumEpochs = 4,
            MinibatchSize = 2048,
            Gamma = 0.9999f,
            GaeLambda = 0.95f,
            NormalizeObservations = true,
            ScaleRewards = true,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = 93, EvaluationInterval = 5 },
    };
}
