using GpuAc.Kernels.OffPolicy;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.Recipes;

namespace GpuAc.Courses;

/// <summary>A published course's DDPG on Pendulum-v1, as it was published; <see cref="DdpgPendulum"/> is what works.</summary>
public static class DdpgPendulumAsPublished
{
    /// <summary>
    /// A torque and a value that cannot be negative, target shares the other way round, the actor written into the critic's target.
    /// </summary>
    public static Recipe Recipe { get; } = new()
    {
        Name = "ddpg-pendulum-as-published",
        EnvironmentId = "Pendulum-v1",
        Summary = "The course's DDPG as published, which does not learn.",
        Config = Published,
        Goal = new TrainingGoal { EvaluationInterval = 4, EvaluationEpisodes = 100 },
    };

    /// <summary>The second published version, which copies the weights outright.</summary>
    public static Recipe Copy { get; } = Recipe with
    {
        Name = "ddpg-pendulum-as-published-copy",
        Summary = "Its second published version, with targets copied outright, which does not learn either.",
        Config = Published with { TargetRule = CourseTargets.CrossedCopy },
    };

    // A hundred trials of 500 steps.
    private static CourseDdpgConfig Published => new()
    {
        NumSteps = 500,
        TotalSteps = 50_000,
        LearningStarts = 0,
        ReplaySize = 2000,
        MinibatchSize = 32,
        Gamma = 0.95f,
        Tau = 0.125f,
        TargetRule = CourseTargets.CrossedBlend,
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
}
