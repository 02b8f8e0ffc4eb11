#:property PublishAot=false
#:project ../GpuAc.Training

// A course notebook's A3C on CartPole-v1: one worker per core, each with an environment and weights of its own, pushes the gradient of five
// steps to the shared network. One thing differs from the notebook: the learning rate falls to 0, without which the policy drifts away from
// what it has learnt; see docs/recipes/a3c-cartpole.md. Runs differ even at the same seed, as asynchrony implies.
//
//     dotnet run -c Release samples/course-a3c-cartpole.cs

using GpuAc.Envs;
using GpuAc.Kernels.Optimizers;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
var config = new A3cConfig
{
    NumEnvs = 1,                                                        // of each worker
    NumSteps = 5,
    TotalSteps = 300_000,
    Gamma = 0.99f,
    EntropyCoefficient = 0.01f,
    ValueCoefficient = 1,
    MaxGradNorm = float.PositiveInfinity,
    TimeLimitsTerminate = true,                                         // the notebook does not tell them apart
    ActorHiddenSizes = [32, 16],
    CriticHiddenSizes = [32, 16, 16],
    Activation = Activation.ReLU,
    Initialization = new InitializationConfig { Kind = InitializationKind.XavierUniform, HiddenGain = 1, ActorOutputGain = 1 },
    Optimizer = new OptimizerConfig { LearningRate = 5e-4f, Epsilon = 1e-7f, Schedule = LearningRateSchedule.Linear },
    CriticLearningRate = 1e-3f,
};
var goal = new TrainingGoal { MaxEpisodes = 1000, StopAtReturn = 495, EvaluationInterval = 4 };

using var trainer = Trainer.Create(environment, config, new TrainerOptions { Seed = 0 });
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
