using GpuAc.Envs;
using GpuAc.Export;
using GpuAc.Training;

namespace GpuAc.Samples;

/// <summary>Trains CartPole-v1, writes policy.onnx once ONNX Runtime has reproduced the policy, and runs the file.</summary>
public static class TrainExportRun
{
    public static double Run(string path)
    {
        EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
        var recipe = RecipeCatalog.Default(environment.Spec);
        var evaluator = new Evaluator(environment, seed: 1);

        using var trainer = Trainer.Create(environment, recipe.Config);
        TrainingResult result = TrainingSession.Run(trainer, recipe.Goal, evaluator);
        OnnxExporter.Save(path, result.Policy);

        using OnnxPolicy policy = OnnxPolicy.Load(path);
        int action = policy.ActDiscrete([0.01f, 0, 0.02f, 0]);      // 0 or 1: push left or right
        EvaluationResult played = evaluator.Run(policy.Act, episodes: 100);
        return action is 0 or 1 ? played.MeanReturn : double.NaN;
    }
}
