using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Sac;

namespace GpuAc.Training.Recipes;

/// <summary>SAC on Pendulum-v1.</summary>
public static class SacPendulum
{
    /// <summary>The quickest: eight environments an update, so that time goes into fewer, better fed updates.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "sac-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -150 in one or two seconds, from eight environments.",
        Config = new SacConfig
        {
            NumEnvs = 8,
            NumSteps = 100,
            TotalSteps = 60_000,
            LearningStarts = 800,
            MinibatchSize = 128,
            Gamma = 0.97f,
            Tau = 0.01f,
            HiddenSizes = [64, 64],
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { StopAtReturn = -150, EvaluationInterval = 5, EvaluationEpisodes = 200 },
    };

    /// <summary>One environment and one update a step, the shape that RLtools publishes its speed with: minibatch 100, 64-64.</summary>
    public static Recipe OneEnvironment { get; } = new()
    {
        Name = "sac-pendulum-one-env",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 within 10,000 steps of a single environment, an update a step.",
        Config = new SacConfig
        {
            NumSteps = 500,
            TotalSteps = 10_000,
            LearningStarts = 500,
            MinibatchSize = 100,
            Gamma = 0.97f,
            Tau = 0.01f,
            HiddenSizes = [64, 64],
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { EvaluationInterval = 2, EvaluationEpisodes = 100 },
    };
}
