using GpuAc.Kernels.Optimizers;
using GpuAc.Training.Ppo;

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

    /// <summary>CartPole-v0: the same task with episodes of 200 steps.</summary>
    public static Recipe V0 { get; } = V1 with
    {
        Name = "ppo-cartpole-v0",
        EnvironmentId = "CartPole-v0",
        Summary = "CartPole-v0 to 195.",
        Goal = new TrainingGoal { StopAtReturn = 199, EvaluationInterval = 2 },
    };
}
