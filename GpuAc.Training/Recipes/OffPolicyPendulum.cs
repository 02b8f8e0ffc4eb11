using GpuAc.Kernels.Optimizers;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Recipes;

/// <summary>
/// Off-policy algorithms on Pendulum-v1. The same settings serve all of them; each keeps its own defaults for what they leave open.
/// </summary>
public static class OffPolicyPendulum
{
    /// <summary>SAC, from eight environments.</summary>
    public static Recipe Sac { get; } = EightEnvironments("sac-pendulum", new SacConfig());

    /// <summary>TD3, from eight environments.</summary>
    public static Recipe Td3 { get; } = EightEnvironments("td3-pendulum", new Td3Config());

    /// <summary>DDPG, from eight environments.</summary>
    public static Recipe Ddpg { get; } = EightEnvironments("ddpg-pendulum-tuned", new DdpgConfig());

    /// <summary>SAC, from one environment.</summary>
    public static Recipe SacOneEnvironment { get; } = OneEnvironment("sac-pendulum-one-env", new SacConfig());

    /// <summary>TD3, from one environment.</summary>
    public static Recipe Td3OneEnvironment { get; } = OneEnvironment("td3-pendulum-one-env", new Td3Config());

    // The quickest: eight environments per update, so that time goes into fewer, better fed updates.
    private static Recipe EightEnvironments(string name, ContinuousConfig algorithm) => new()
    {
        Name = name,
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 to -150 in one or two seconds, from eight environments.",
        Config = algorithm with
        {
            NumEnvs = 8,
            NumSteps = 100,
            TotalSteps = 60_000,
            LearningStarts = 800,
            MinibatchSize = 128,
            Gamma = 0.97f,
            Tau = 0.01f,
            HiddenSizes = [64, 64],
            Optimizer = new OptimizerConfig { LearningRate = 2e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { StopAtReturn = -150, EvaluationInterval = 5, EvaluationEpisodes = 200 },
    };

    // One environment and one update per step, the shape that RLtools publishes its speed with: minibatch 100, 64-64.
    private static Recipe OneEnvironment(string name, ContinuousConfig algorithm) => new()
    {
        Name = name,
        EnvironmentId = "Pendulum-v1",
        Summary = "Pendulum-v1 within 10,000 steps of a single environment, one update per step.",
        Config = algorithm with
        {
            NumSteps = 500,
            TotalSteps = 10_000,
            LearningStarts = 500,
            MinibatchSize = 100,
            Gamma = 0.97f,
            Tau = 0.01f,
            HiddenSizes = [64, 64],
            Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
        },
        Goal = new TrainingGoal { EvaluationInterval = 2, EvaluationEpisodes = 100 },
    };
}
