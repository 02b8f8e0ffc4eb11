using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>Discrete SAC on CartPole-v1.</summary>
public static class SacDiscreteCartPole
{
    /// <summary>
    /// CartPole-v1. The target entropy is far below the paper's 0.98 of the maximum, which would keep the policy nearly random.
    /// </summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "sac-discrete-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 490 from eight environments.",
        Config = new SacDiscreteConfig
        {
            NumEnvs = 8,
            NumSteps = 100,
            TotalSteps = 300_000,
            LearningStarts = 800,
            MinibatchSize = 256,
            Gamma = 0.98f,
            Tau = 0.04f,
            TargetEntropyRatio = 0.3f,
            HiddenSizes = [64, 64],
            Optimizer = new OptimizerConfig { LearningRate = 4e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { StopAtReturn = 490, EvaluationInterval = 10, EvaluationEpisodes = 100 },
    };
}
