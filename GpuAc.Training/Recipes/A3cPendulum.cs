using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>A3C on Pendulum-v1: 32 environments per worker, so that an update's advantages can be normalised.</summary>
public static class A3cPendulum
{
    /// <summary>Pendulum-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "a3c-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200 with asynchronous workers.",
        Config = new A3cConfig
        {
            NumEnvs = 32,
            NumSteps = 8,
            TotalSteps = 3_000_000,
            Gamma = 0.9f,
            NormalizeAdvantages = true,
            EntropyCoefficient = 0,
            StaggerStarts = true,
            CriticLearningRate = 3e-3f,
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Schedule = LearningRateSchedule.Linear },
        },
        Goal = new TrainingGoal { StopAtReturn = -170, EvaluationInterval = 10, EvaluationEpisodes = 400 },
    };
}
