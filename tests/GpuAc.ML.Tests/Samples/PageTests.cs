using System.Text.RegularExpressions;
using GpuAc.ML;
using GpuAc.ML.Training;
using Microsoft.ML;

namespace GpuAc.Samples;

/// <summary>The pages on ML.NET show the very text of the samples next to this file, and the samples do what the pages say.</summary>
public sealed partial class PageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gpuac-ml-samples-").FullName;

    [Theory]
    [InlineData("docs/ml-net.md", "ScoreObservations.cs", "TrainInPipeline.cs")]
    [InlineData("GpuAc.ML/README.md", "ScoreObservations.cs")]
    [InlineData("GpuAc.ML.Training/README.md", "TrainInPipeline.cs")]
    public void Page_Samples_AreTheTestedFiles(string page, params string[] files)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "GpuAc.sln")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("GpuAc.sln");
        string text = File.ReadAllText(Path.Combine(root, page)).ReplaceLineEndings("\n");
        Assert.Equal(
            files.Select(file => File.ReadAllText(Path.Combine(root, "tests/GpuAc.ML.Tests/Samples", file)).ReplaceLineEndings("\n")),
            CSharp().Matches(text).Select(sample => sample.Groups[1].Value));
    }

    // A pole that leans and falls to the left wants the cart to the left.
    [Fact]
    public void Samples_TrainedPolicy_PushTowardsTheLean()
    {
        string model = Path.Combine(folder, "pipeline.zip"), policy = Path.Combine(folder, "policy.onnx");
        Assert.Equal(0, TrainInPipeline.Run(model));

        using (PolicyTransformer trained = new MLContext().Reinforcement().Train("cartpole"))
            File.WriteAllBytes(policy, trained.ToOnnx());
        string table = Path.Combine(folder, "states.csv");
        File.WriteAllLines(table, ["position,velocity,angle,angularVelocity", "0,0,-0.15,-1", "0,0,0.15,1", "0,0,-0.1,-1"]);
        Assert.StartsWith("2 pushes to the left; then ", ScoreObservations.Run(policy, table, Path.Combine(folder, "model.zip")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
