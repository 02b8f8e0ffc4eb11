using System.Text.RegularExpressions;
using GpuAc.Envs;
using GpuAc.Envs.Verification;
using GpuAc.Kernels.Optimizers;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Samples;

/// <summary>Each README shows the very text of the samples next to this file, and the samples do what README says.</summary>
public partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "TrainExportRun.cs", "TargetChase.cs")]
    [InlineData("GpuAc.Envs/README.md", "TargetChase.cs")]
    [InlineData("GpuAc.Training/README.md", "TrainExportRun.cs")]
    [InlineData("GpuAc.Export/README.md", "RunPolicy.cs")]
    public void Readme_Samples_AreTheTestedFiles(string page, params string[] files)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "GpuAc.sln")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("GpuAc.sln");
        string text = File.ReadAllText(Path.Combine(root, page)).ReplaceLineEndings("\n");
        Assert.Equal(
            files.Select(file => File.ReadAllText(Path.Combine(root, "tests/GpuAc.Training.Tests/Samples", file)).ReplaceLineEndings("\n")),
            CSharp().Matches(text).Select(sample => sample.Groups[1].Value));
    }

    [Fact]
    public void TrainExportRun_CartPole_IsSolvedByTheFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"gpuac-readme-{Guid.NewGuid():N}.onnx");
        try
        {
            Assert.True(TrainExportRun.Run(path) >= 475);
            // A pole that leans and falls to one side wants the cart below it.
            Assert.Equal(0, RunPolicy.PushCart(path, 0, 0, -0.15f, -1));
            Assert.Equal(1, RunPolicy.PushCart(path, 0, 0, 0.15f, 1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TargetChase_Checker_FindsNothing() => Assert.Empty(EnvironmentChecker.Check<TargetChase>());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TargetChase_Ppo_LearnsToFollow(ulong seed)
    {
        var config = new PpoConfig
        {
            NumEnvs = 64,
            NumSteps = 32,
            MinibatchSize = 512,
            TotalSteps = 200_000,
            HiddenSizes = [32],
            Gamma = 0.9f,
            Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
        };
        using ITrainer trainer = Trainer.Create<TargetChase>(config, new TrainerOptions { Seed = seed });
        var evaluator = new Evaluator(count => EnvironmentEntry.Of<TargetChase>().CreateVectorEnvironment(count), seed: 1);
        double before = evaluator.Run(trainer.Snapshot(), 100).MeanReturn;
        while (trainer.EnvSteps < trainer.TotalSteps)
            trainer.Iterate();
        double after = evaluator.Run(trainer.Snapshot(), 100).MeanReturn;
        // Standing still costs 2/3 a step on average, 33 an episode; going straight to the target 1.3.
        Assert.True(before < -20, $"before training: {before}");
        Assert.True(after > -3, $"after training: {after}");
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
