using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>A published course's Q actor-critic with a shared body on CartPole-v1, with what it takes to work.</summary>
public static class SharedBodyQacCartPole
{
    /// <summary>The course's networks and schedule without its regulariser, which is all it takes.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "shared-body-qac-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "The course's Q actor-critic without its regulariser, to 475: see docs/recipes/shared-body-qac-cartpole.md.",
        Config = new QActorCriticConfig
        {
            NumEnvs = 1,
            NumSteps = 2000,
            TotalSteps = 100_000,
            Gamma = 0.995f,
            HiddenSizes = [128, 128],
            MinibatchSize = 64,
            UpdateInterval = 16,
            UpdatesPerStep = 0.25f,
            CriticUpdates = 4,
            ReplaySize = 50_000,
            ClearReplay = true,
            EntropyCoefficient = 0,
            Tau = 1,
            Optimizer = new OptimizerConfig { LearningRate = 5e-4f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { EvaluationInterval = 1, EvaluationEpisodes = 10, StopAtReturn = 475 },
    };
}
