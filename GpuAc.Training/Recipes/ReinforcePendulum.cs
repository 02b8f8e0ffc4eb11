using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// REINFORCE with a baseline on Pendulum-v1: returns of 200 steps are too noisy without one. Evaluations of 400 episodes decide when to
/// stop: the best of many small ones is lucky rather than good.
/// </summary>
public static class ReinforcePendulum
{
    /// <summary>Pendulum-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "reinforce-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200 from whole episodes, with a baseline.",
        Config = new ReinforceConfig
        {
            NumEnvs = 64,
            NumSteps = 200,
            TotalSteps = 6_000_000,
            Gamma = 0.9f,
            Baseline = true,
            ScaleRewards = true,
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
        },
        Goal = new TrainingGoal { StopAtReturn = -175, EvaluationInterval = 10, EvaluationEpisodes = 400 },
    };
}
