using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// Off-policy algorithms on MountainCarContinuous-v0: only noise that keeps its direction for a while ever sees the goal.
/// </summary>
public static class OffPolicyMountainCarContinuous
{
    /// <summary>SAC, with a fixed temperature: a bonus that grows would pay more than the goal does.</summary>
    public static Recipe Sac { get; } = WithPersistentNoise(
        "sac-mountaincarcontinuous",
        "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise and a fixed temperature.",
        new SacConfig { TotalSteps = 400_000, AutoTemperature = false, InitialTemperature = 0.05f });

    /// <summary>TD3.</summary>
    public static Recipe Td3 { get; } = WithPersistentNoise(
        "td3-mountaincarcontinuous",
        "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise.",
        new Td3Config { TotalSteps = 600_000 });

    /// <summary>DDPG.</summary>
    public static Recipe Ddpg { get; } = WithPersistentNoise(
        "ddpg-mountaincarcontinuous",
        "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise.",
        new DdpgConfig { TotalSteps = 400_000 });

    private static Recipe WithPersistentNoise(string name, string summary, ContinuousConfig algorithm) => new()
    {
        Name = name,
        EnvironmentId = "MountainCarContinuous-v0",
        Summary = summary,
        Config = algorithm with
        {
            NumEnvs = 8,
            LearningStarts = 800,
            HiddenSizes = [64, 64],
            ExplorationNoise = NoiseKind.OrnsteinUhlenbeck,
            ExplorationSigma = 0.5f,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { StopAtReturn = 93, EvaluationInterval = 10, EvaluationEpisodes = 100 },
    };
}
