using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>REINFORCE on CartPole-v1, without a baseline.</summary>
public static class ReinforceCartPole
{
    /// <summary>CartPole-v1: 16 episodes per update, returns normalised over all of them.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "reinforce-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 from whole episodes and no critic.",
        Config = new ReinforceConfig
        {
            NumEnvs = 16,
            NumSteps = 500,
            TotalSteps = 1_000_000,
            HiddenSizes = [32],
            Optimizer = new OptimizerConfig { LearningRate = 1e-2f },
        },
        Goal = new TrainingGoal { StopAtReturn = 495, EvaluationInterval = 2 },
    };
}
