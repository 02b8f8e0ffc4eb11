using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// One-step actor-critic on Pendulum-v1: a critic that learns seven times as fast as the actor that relies on it. Evaluations of 400
/// episodes decide when to stop: the best of many small ones is lucky rather than good.
/// </summary>
public static class OneStepAcPendulum
{
    /// <summary>Pendulum-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "one-step-ac-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -200 with an update after every step.",
        Config = new OneStepAcConfig
        {
            NumEnvs = 512,
            TotalSteps = 6_000_000,
            Gamma = 0.9f,
            NormalizeAdvantages = true,
            ScaleRewards = true,
            StaggerStarts = true,
            CriticLearningRate = 5e-3f,
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 7e-4f },
        },
        Goal = new TrainingGoal { StopAtReturn = -170, EvaluationInterval = 50, EvaluationEpisodes = 400 },
    };
}
