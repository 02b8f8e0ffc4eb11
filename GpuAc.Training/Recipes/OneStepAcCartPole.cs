using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// One-step actor-critic on CartPole-v1: a critic faster than the actor that relies on it, and a rate that falls, since targets one step
/// ahead stay noisy. ReLU rather than tanh, with which about one run in three collapses to returns near 100 and stays there: a tanh layer
/// that noisy steps have driven into saturation passes hardly any gradient to come back with.
/// </summary>
public static class OneStepAcCartPole
{
    /// <summary>CartPole-v1.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "one-step-ac-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 with an update after every step.",
        Config = new OneStepAcConfig
        {
            NumEnvs = 128,
            NumSteps = 1,
            TotalSteps = 800_000,
            CriticLearningRate = 3e-3f,
            Activation = Activation.ReLU,
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Schedule = LearningRateSchedule.Linear },
        },
        Goal = new TrainingGoal { StopAtReturn = 495, EvaluationInterval = 40 },
    };
}
