using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>PPO on MountainCar-v0.</summary>
public static class PpoMountainCar
{
    /// <summary>MountainCar-v0.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ppo-mountaincar",
        EnvironmentId = "MountainCar-v0",
        Summary = "MountainCar-v0 to -110.",
        Config = new PpoConfig
        {
            NumEnvs = 1024,
            NumSteps = 64,
            TotalSteps = 20_000_000,
            NumEpochs = 4,
            MinibatchSize = 2048,
            Gamma = 0.99f,
            GaeLambda = 0.98f,
            NormalizeObservations = true,
            ScaleRewards = true,
            EntropyCoefficient = 0.01f,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = -107, EvaluationInterval = 5 },
    };
}
