using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>PPO on CartPole: few environments, short rollouts and many epochs, since start-up is most of the time.</summary>
public static class PpoCartPole
{
    /// <summary>CartPole-v1.</summary>
    public static Recipe V1 { get; } = new()
    {
        Name = "ppo-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 in a fraction of a second.",
        Config = new PpoConfig
        {
            NumEnvs = 64,
            NumSteps = 64,
            TotalSteps = 500_000,
            NumEpochs = 8,
            MinibatchSize = 256,
            Gamma = 0.99f,
            GaeLambda = 0.95f,
            HiddenSizes = [32, 32],
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = 495, EvaluationInterval = 2 },
    };

    /// <summary>
    /// CartPole-v1 in a third of the updates, each over 4096 samples: for GPUs, which a small update leaves idle. On two CPU cores it
    /// takes more than twice as long as <see cref="V1"/>.
    /// </summary>
    public static Recipe LargeBatch { get; } = V1 with
    {
        Name = "ppo-cartpole-large-batch",
        Summary = "CartPole-v1 in few, large updates, for GPUs.",
        Config = (PpoConfig)V1.Config with
        {
            NumEnvs = 1024,
            NumSteps = 32,
            TotalSteps = 4_000_000,
            NumEpochs = 4,
            MinibatchSize = 4096,
            Optimizer = new OptimizerConfig { LearningRate = 8e-3f },
        },
    };

    /// <summary>CartPole-v0: the same task with episodes of 200 steps.</summary>
    public static Recipe V0 { get; } = V1 with
    {
        Name = "ppo-cartpole-v0",
        EnvironmentId = "CartPole-v0",
        Summary = "CartPole-v0 to 195.",
        Goal = new TrainingGoal { StopAtReturn = 199, EvaluationInterval = 2 },
    };
}
