using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// A3C on CartPole-v1, after a course notebook's settings; docs/recipes/a3c-cartpole.md tells what they reach and what was changed.
/// </summary>
public static class A3cCartPole
{
    /// <summary>
    /// The published settings with a learning rate that falls to 0 over 300,000 steps, and an end when the task is solved. What they leave
    /// open is as the notebook's framework has it: Glorot weights, Adam, no clipping.
    /// </summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "a3c-cartpole",
        EnvironmentId = "CartPole-v1",
        Summary = "CartPole-v1 to 475 with published A3C settings and a falling learning rate.",
        Config = new A3cConfig
        {
            NumSteps = 5,
            TotalSteps = 300_000,
            Gamma = 0.99f,
            EntropyCoefficient = 0.01f,
            ValueCoefficient = 1,
            MaxGradNorm = float.PositiveInfinity,
            TimeLimitsTerminate = true,
            Activation = Activation.ReLU,
            ActorHiddenSizes = [32, 16],
            CriticHiddenSizes = [32, 16, 16],
            CriticLearningRate = 1e-3f,
            Initialization = new InitializationConfig { Kind = InitializationKind.XavierUniform, HiddenGain = 1, ActorOutputGain = 1 },
            Optimizer = new OptimizerConfig { LearningRate = 5e-4f, Epsilon = 1e-7f, Schedule = LearningRateSchedule.Linear },
        },
        Goal = new TrainingGoal { MaxEpisodes = 1000, StopAtReturn = 495, EvaluationInterval = 4 },
    };
}
