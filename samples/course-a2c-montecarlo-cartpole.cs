#:property PublishAot=false
#:project ../GpuAc.Training

// A blog post's Monte-Carlo A2C on CartPole-v0: one episode, one update from its whole discounted return, nothing bootstrapped. Actor and
// critic share a body. One number differs from the post, the weight of the value loss, which otherwise dominates what the body learns; see
// docs/recipes/a2c-montecarlo-cartpole.md.
//
//     dotnet run -c Release samples/course-a2c-montecarlo-cartpole.cs

using GpuAc.Envs;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Recipes;

EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole0");
var config = new A2cConfig
{
    NumEnvs = 1,
    NumSteps = 200,                                                     // room for the longest episode
    WholeEpisodes = true,                                               // a rollout is an episode
    Returns = ReturnEstimatorKind.Episode,
    TotalSteps = 2_000_000,
    Gamma = 0.99f,
    NormalizeAdvantages = true,
    EntropyCoefficient = 0.01f,
    ValueCoefficient = 0.01f,                                           // the post: 1
    MaxGradNorm = float.PositiveInfinity,
    SharedBody = true,
    HiddenSizes = [32, 32],
    Activation = Activation.ReLU,
    Initialization = new InitializationConfig { Kind = InitializationKind.XavierUniform, HiddenGain = 1, ActorOutputGain = 1 },
    Optimizer = new OptimizerConfig { LearningRate = 1e-3f, Epsilon = 1e-7f },
};
var goal = new TrainingGoal { StopAboveTrainingReturn = 195, TrainingEpisodes = 100 };

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
