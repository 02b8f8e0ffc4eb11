#:property PublishAot=false
#:project ../GpuAc.Training

// A course's Q actor-critic on CartPole-v1: a body of 128-128 under an actor's and a critic's head; every 16 steps four updates of the
// critic from replay and one of the actor, after which replay is cleared. One thing differs from the course: the values are not
// regularised, which makes the policy collapse; see docs/recipes/shared-body-qac-cartpole.md.
//
//     dotnet run -c Release samples/course-shared-body-qac-cartpole.cs

using GpuAc.Envs;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.Recipes;

EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
var config = new QActorCriticConfig
{
    NumEnvs = 1,
    NumSteps = 2000,
    TotalSteps = 100_000,
    Gamma = 0.995f,
    HiddenSizes = [128, 128],                                           // the shared body; both heads are linear
    MinibatchSize = 64,
    UpdateInterval = 16,
    UpdatesPerStep = 0.25f,
    CriticUpdates = 4,                                                  // per update of the actor
    ReplaySize = 50_000,
    ClearReplay = true,
    QRegularizer = 0,                                                   // the course: 0.1
    EntropyCoefficient = 0,
    Tau = 1,                                                            // no target networks
    Optimizer = new OptimizerConfig { LearningRate = 5e-4f, Epsilon = 1e-8f },
};
var goal = new TrainingGoal { StopAtReturn = 475, EvaluationInterval = 1, EvaluationEpisodes = 10 };

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
