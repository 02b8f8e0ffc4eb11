#:property PublishAot=false
#:project ../GpuAc.Training
#:project ../GpuAc.Export
#:package Microsoft.ML.OnnxRuntime

// Trains CartPole-v1, exports the policy as ONNX, and plays 100 episodes with the exported file.
//
//     dotnet run -c Release samples/train-cartpole.cs [policy.onnx]

using GpuAc.Envs;
using GpuAc.Export;
using GpuAc.Training;

string path = args.Length > 0 ? args[0] : "policy.onnx";
EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
var recipe = RecipeCatalog.Default(environment.Spec);                   // PPO with settings that are known to work
var evaluator = new Evaluator(environment, seed: 1);                    // its start states are none of training's

using var trainer = Trainer.Create(environment, recipe.Config);
TrainingResult result = TrainingSession.Run(trainer, recipe.Goal, evaluator, new ProgressLines());
Console.WriteLine($"stopped after {result.EnvSteps} environment steps, goal reached: {result.ReachedGoal}");

// The file is written once ONNX Runtime has computed what the trainer's own forward pass does.
OnnxExporter.Save(path, result.Policy);

using OnnxPolicy policy = OnnxPolicy.Load(path);
EvaluationResult played = evaluator.Run(policy.Act, episodes: 100);
Console.WriteLine($"mean return of the exported policy: {played.MeanReturn:F1}");

/// <summary>Prints a line for every evaluation.</summary>
internal sealed class ProgressLines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Evaluation is { } evaluation)
            Console.WriteLine($"{value.Metrics.EnvSteps,8} steps: mean return {evaluation.MeanReturn:F1}");
    }
}
