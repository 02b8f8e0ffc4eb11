#:property PublishAot=false
#:project ../GpuAc.Training

// A course's DDPG on Pendulum-v1: its networks, whose critic has one branch for the observation and one for the action, its schedule and
// its exploration. Four things differ from the course, without which it does not learn; see docs/recipes/ddpg-pendulum.md.
//
//     dotnet run -c Release samples/course-ddpg-pendulum.cs

using GpuAc.Envs;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Recipes;

EnvironmentEntry environment = EnvironmentCatalog.Find("pendulum");
var config = new DdpgConfig
{
    NumSteps = 500,                                                     // a trial
    TotalSteps = 50_000,
    LearningStarts = 0,
    ReplaySize = 50_000,                                                // the course: 2000
    MinibatchSize = 32,
    Gamma = 0.95f,
    Tau = 0.01f,                                                        // the course: 0.125, and targets that are written crosswise
    StartEpsilon = 1,
    EpsilonDecay = 0.995f,
    ExplorationNoise = NoiseKind.None,
    HiddenSizes = [24, 48, 24],                                         // of the actor
    ObservationBranch = [24, 48],
    ActionBranch = [48],
    MergedSizes = [24],
    Activation = Activation.ReLU,
    ActorOutput = Activation.Tanh,                                      // the course: ReLU, a torque that cannot be negative
    CriticOutput = Activation.Identity,                                 // the course: ReLU, though returns are negative
    Initialization = new InitializationConfig
    {
        Kind = InitializationKind.XavierUniform,
        HiddenGain = 1,
        ActorOutputGain = 1,
        CriticOutputGain = 1,
    },
    Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-8f },
};
var goal = new TrainingGoal { StopAtReturn = -150, EvaluationInterval = 4 };

// One thread, since minibatches this small are not worth sharing; results do not depend on it.
using var trainer = Trainer.Create(environment, config, new TrainerOptions { Seed = 0, Threads = 1 });
TrainingResult result = TrainingSession.Run(trainer, goal, new Evaluator(environment, seed: 2), new Lines());
Console.WriteLine($"episodes: {result.Episodes}");
EvaluationResult played = new Evaluator(environment, seed: 1).Run(result.Policy, episodes: 100);
Console.WriteLine($"mean return: {played.MeanReturn:F1}");

/// <summary>Prints a line for every hundredth iteration, and for every evaluation.</summary>
internal sealed class Lines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Evaluation is { } evaluation)
            Console.WriteLine($"{value.Metrics.EnvSteps,8} steps: evaluated at {evaluation.MeanReturn:F1}");
        else if (value.Metrics.Iteration % 100 == 0)
            Console.WriteLine($"{value.Metrics.EnvSteps,8} steps: last episodes return {value.Metrics.MeanReturn:F1}");
    }
}
