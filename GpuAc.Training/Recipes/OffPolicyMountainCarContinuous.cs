using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Ddpg;
using GpuAc.Training.Sac;
using GpuAc.Training.Td3;

namespace GpuAc.Training.Recipes;

/// <summary>Off-policy algorithms on MountainCarContinuous-v0: only noise that keeps its direction for a while ever sees the goal.</summary>
public static class OffPolicyMountainCarContinuous
{
    private static readonly OptimizerConfig Optimizer = new() { LearningRate = 1e-3f, Epsilon = 1e-8f };
    private static readonly TrainingGoal Goal = new() { StopAtReturn = 93, EvaluationInterval = 10, EvaluationEpisodes = 100 };

    /// <summary>SAC, with a fixed temperature: a bonus that grows would pay more than the goal does.</summary>
    public static Recipe Sac { get; } = new()
    {
        Name = "sac-mountaincarcontinuous",
        EnvironmentId = "MountainCarContinuous-v0",
        Summary = "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise and a fixed temperature.",
        Config = new SacConfig
        {
            NumEnvs = 8,
            TotalSteps = 400_000,
            LearningStarts = 800,
            HiddenSizes = [64, 64],
            ExplorationNoise = NoiseKind.OrnsteinUhlenbeck,
            ExplorationSigma = 0.5f,
            AutoTemperature = false,
            InitialTemperature = 0.05f,
            Optimizer = Optimizer,
        },
        Goal = Goal,
    };

    /// <summary>TD3.</summary>
    public static Recipe Td3 { get; } = new()
    {
        Name = "td3-mountaincarcontinuous",
        EnvironmentId = "MountainCarContinuous-v0",
        Summary = "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise.",
        Config = new Td3Config
        {
            NumEnvs = 8,
            TotalSteps = 600_000,
            LearningStarts = 800,
            HiddenSizes = [64, 64],
            ExplorationNoise = NoiseKind.OrnsteinUhlenbeck,
            ExplorationSigma = 0.5f,
            Optimizer = Optimizer,
        },
        Goal = Goal,
    };

    /// <summary>DDPG.</summary>
    public static Recipe Ddpg { get; } = new()
    {
        Name = "ddpg-mountaincarcontinuous",
        EnvironmentId = "MountainCarContinuous-v0",
        Summary = "MountainCarContinuous-v0 to 93, with Ornstein-Uhlenbeck noise.",
        Config = new DdpgConfig
        {
            NumEnvs = 8,
            TotalSteps = 400_000,
            LearningStarts = 800,
            HiddenSizes = [64, 64],
            ExplorationNoise = NoiseKind.OrnsteinUhlenbeck,
            ExplorationSigma = 0.5f,
            Optimizer = Optimizer,
        },
        Goal = Goal,
    };
}
