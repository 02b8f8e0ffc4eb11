using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Networks;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>A published course's DDPG on Pendulum-v1, with what it takes to work.</summary>
public static class DdpgPendulum
{
    /// <summary>
    /// The course's networks and schedule, a hundred trials of 500 steps; outputs that can be negative, targets that follow slowly and the
    /// right way, a replay that holds the whole run; a thousand random steps and a critic faster than the actor, without which about half
    /// of all runs end with a constant torque: the actor follows a critic that has not seen enough into saturation, where the gradient of
    /// tanh vanishes.
    /// </summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ddpg-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "The course's DDPG with six changes, to -200: see docs/recipes/ddpg-pendulum.md.",
        Config = new DdpgConfig
        {
            NumSteps = 500,
            TotalSteps = 50_000,
            LearningStarts = 1000,
            ReplaySize = 50_000,
            MinibatchSize = 32,
            Gamma = 0.95f,
            Tau = 0.01f,
            CriticLearningRate = 5e-3f,
            StartEpsilon = 1,
            EpsilonDecay = 0.995f,
            ExplorationNoise = NoiseKind.None,
            HiddenSizes = [24, 48, 24],
            ObservationBranch = [24, 48],
            ActionBranch = [48],
            MergedSizes = [24],
            Initialization = new InitializationConfig
            {
                Kind = InitializationKind.XavierUniform,
                HiddenGain = 1,
                ActorOutputGain = 1,
                CriticOutputGain = 1,
            },
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { EvaluationInterval = 4, EvaluationEpisodes = 100, StopAtReturn = -150 },
    };
}
