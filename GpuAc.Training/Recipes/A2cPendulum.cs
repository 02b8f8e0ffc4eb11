using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// A2C on Pendulum-v1, with a rate that falls: one gradient step per rollout at a constant rate leaves some runs circling a poor policy.
/// </summary>
public static class A2cPendulum
{
    /// <summary>Pendulum-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "a2c-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200 with one gradient step per rollout.",
        Config = new A2cConfig
        {
            NumEnvs = 256,
            NumSteps = 16,
            TotalSteps = 10_000_000,
            Gamma = 0.9f,
            GaeLambda = 0.95f,
            ScaleRewards = true,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f, Schedule = LearningRateSchedule.Linear },
        },
        Goal = new TrainingGoal { StopAtReturn = -175, EvaluationInterval = 25, EvaluationEpisodes = 400 },
    };
}
