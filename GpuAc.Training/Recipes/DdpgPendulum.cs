using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>A published course's DDPG on Pendulum-v1, as it was published and with what it takes to work.</summary>
public static class DdpgPendulum
{
    /// <summary>
    /// The course's networks and schedule; outputs that can be negative, targets that follow slowly and the right way, a replay that
    /// remembers.
    /// </summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ddpg-pendulum",
        EnvironmentId = "Pendulum-v1",
        Summary = "The course's DDPG with four changes, to -200: see docs/recipes/ddpg-pendulum.md.",
        Config = Published with
        {
            ActorOutput = Activation.Tanh,
            CriticOutput = Activation.Identity,
            TargetRule = TargetRule.Polyak,
            Tau = 0.01f,
            ReplaySize = 50_000,
        },
        Goal = Watching with { StopAtReturn = -150 },
    };

    /// <summary>
    /// As published: a torque and a value that cannot be negative, target shares the other way round, the actor written into the critic's
    /// target.
    /// </summary>
    public static Recipe AsPublished { get; } = new()
    {
        Name = "ddpg-pendulum-as-published",
        EnvironmentId = "Pendulum-v1",
        Summary = "The course's DDPG as published, which does not learn.",
        Config = Published,
        Goal = Watching,
    };

    /// <summary>The second published version, which copies the weights outright.</summary>
    public static Recipe AsPublishedCopy { get; } = new()
    {
        Name = "ddpg-pendulum-as-published-copy",
        EnvironmentId = "Pendulum-v1",
        Summary = "Its second published version, with targets copied outright, which does not learn either.",
        Config = Published with { TargetRule = TargetRule.CrossedCopy },
        Goal = Watching,
    };

    // A hundred trials of 500 steps.
    private static DdpgConfig Published => new()
    {
        NumSteps = 500,
        TotalSteps = 50_000,
        LearningStarts = 0,
        ReplaySize = 2000,
        MinibatchSize = 32,
        Gamma = 0.95f,
        Tau = 0.125f,
        TargetRule = TargetRule.CrossedBlend,
        StartEpsilon = 1,
        EpsilonDecay = 0.995f,
        ExplorationNoise = NoiseKind.None,
        HiddenSizes = [24, 48, 24],
        ObservationBranch = [24, 48],
        ActionBranch = [48],
        MergedSizes = [24],
        ActorOutput = Activation.ReLU,
        CriticOutput = Activation.ReLU,
        Initialization = new InitializationConfig
        {
            Kind = InitializationKind.XavierUniform,
            HiddenGain = 1,
            ActorOutputGain = 1,
            CriticOutputGain = 1,
        },
        Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
    };

    private static TrainingGoal Watching => new() { EvaluationInterval = 4, EvaluationEpisodes = 100 };
}
