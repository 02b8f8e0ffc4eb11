using GpuAc.Envs;
using GpuAc.Envs.Verification;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training;
using GpuAc.Training.Evaluation;
using GpuAc.Training.Ppo;

namespace GpuAc.Samples;

/// <summary>README shows the very text of the samples beside this file, and the samples do what README says.</summary>
public class ReadmeTests
{
    [Theory]
    [InlineData("TrainExportRun.cs")]
    [InlineData("TargetChase.cs")]
    public void Readme_Samples_AreTheTestedFiles(string file)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "GpuAc.sln")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("GpuAc.sln");
        string sample = File.ReadAllText(Path.Combine(root, "tests", "GpuAc.Training.Tests", "Samples", file)).ReplaceLineEndings("\n");
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainExportRun_CartPole_IsSolvedByTheFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"gpuac-readme-{Guid.NewGuid():N}.onnx");
        try
        {
            Assert.True(TrainExportRun.Run(path) >= 475);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TargetChase_Checker_FindsNothing() => Assert.Empty(EnvironmentChecker.Check<TargetChase>());

    [Fact]
    public void TargetChase_Ppo_LearnsToFollow()
    {
        var config = new PpoConfig
        {
            NumEnvs = 64,
            NumSteps = 32,
            MinibatchSize = 512,
            TotalSteps = 60_000,
            HiddenSizes = [32],
            Gamma = 0.9f,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
        };
        using ITrainer trainer = Trainer.Create<TargetChase>(config);
        var evaluator = new Evaluator(count => EnvironmentEntry.Of<TargetChase>().CreateVectorEnvironment(count), seed: 1);
        double before = evaluator.Run(trainer.Snapshot(), 100).MeanReturn;
        while (trainer.EnvSteps < trainer.TotalSteps)
            trainer.Iterate();
        double after = evaluator.Run(trainer.Snapshot(), 100).MeanReturn;
        // Standing still costs 2/3 a step on average, 33 an episode; going straight to the target about 2.
        Assert.True(before < -20, $"before training: {before}");
        Assert.True(after > -6, $"after training: {after}");
    }
}
