using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// PPO on Pendulum-v1. Episodes only end at the time limit, so their starts are staggered: without, short rollouts learn half as well.
/// </summary>
public static class PpoPendulum
{
    /// <summary>The quickest to -200.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ppo-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200 in a fraction of a second.",
        Config = new PpoConfig
        {
            NumEnvs = 128,
            NumSteps = 32,
            TotalSteps = 500_000,
            NumEpochs = 8,
            MinibatchSize = 256,
            Gamma = 0.95f,
            GaeLambda = 0.95f,
            ScaleRewards = true,
            StaggerStarts = true,
            HiddenSizes = [32, 32],
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = -165, EvaluationInterval = 4, EvaluationEpisodes = 200 },
    };

    /// <summary>To -200 in few updates of 4096 samples: for GPUs, which a small update leaves idle.</summary>
    public static Recipe LargeBatch { get; } = Recipe with
    {
        Name = "ppo-pendulum-large-batch",
        Summary = "Pendulum-v1 in few, large updates, for GPUs.",
        Config = (PpoConfig)Recipe.Config with
        {
            NumEnvs = 1024,
            TotalSteps = 4_000_000,
            NumEpochs = 4,
            MinibatchSize = 4096,
            Optimizer = new OptimizerConfig { LearningRate = 8e-3f },
        },
    };

    /// <summary>
    /// A fixed budget, the one that RLtools publishes its speed with: 307,200 steps, minibatch 256, 2 epochs, two 64-64 networks, γ = 0.9.
    /// </summary>
    public static Recipe FixedBudget { get; } = new()
    {
        Name = "ppo-pendulum-307k",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 with a fixed budget of 307,200 steps, for comparing speed.",
        Config = new PpoConfig
        {
            NumEnvs = 128,
            NumSteps = 32,
            TotalSteps = 307_200,
            NumEpochs = 2,
            MinibatchSize = 256,
            Gamma = 0.9f,
            GaeLambda = 0.95f,
            ScaleRewards = true,
            StaggerStarts = true,
            HiddenSizes = [64, 64],
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f },
        },
        Goal = new TrainingGoal(),
    };
}
