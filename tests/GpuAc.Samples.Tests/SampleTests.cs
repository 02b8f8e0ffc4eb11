using System.Globalization;
using System.Text.RegularExpressions;
using GpuAc.Cli.Tests.Support;
using GpuAc.Packaging.Tests;

namespace GpuAc.Samples.Tests;

/// <summary>Every program of <c>samples/</c> is compiled and run as its first lines say, and learns what it is to learn.</summary>
/// <remarks>
/// By <c>dotnet run</c>, since only that shows that the directives of a file-based program fit this repository. The libraries are not built
/// again: the tests' own configuration of them is what is taken.
/// </remarks>
public sealed partial class SampleTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void TrainCartPole_ExportedPolicy_IsSolved()
    {
        string output = Run("train-cartpole", folder["policy.onnx"]);
        Assert.Contains("goal reached: True", output, StringComparison.Ordinal);
        Assert.True(Number(output, "mean return of the exported policy") >= 475, output);
        Assert.True(File.Exists(folder["policy.onnx"]));
    }

    [Fact]
    public void OwnActivation_ExportedPolicy_IsSolvedAndTheTrainers()
    {
        string output = Run("own-activation", folder["policy.onnx"]);
        Assert.Contains("goal reached: True", output, StringComparison.Ordinal);
        Assert.True(Number(output, "largest difference from the trainer") < 1e-3, output);
        Assert.True(Number(output, "mean return of the exported policy") >= 475, output);
    }

    [Fact]
    public void OwnEnvironment_Lander_IsFlawlessAndLearnt()
    {
        string output = Run("own-environment");
        Assert.Equal(0, Number(output, "findings"));
        // 60 steps and a gentle landing cost 3 to 4; falling freely costs 9, and so does hovering until time is up.
        Assert.True(Number(output, "mean return before training") < -6, output);
        Assert.True(Number(output, "mean return after training") > -4.5, output);
    }

    [Theory]
    [InlineData("own-loss", 475)]
    [InlineData("own-algorithm", 475)]
    [InlineData("own-update", -250)]
    public void OwnPart_Training_Learns(string name, double enough)
    {
        string output = Run(name);
        Assert.True(Number(output, "mean return") >= enough, output);
    }

    // What the experiment's page reports, less a margin: lane widths differ in rounding, and A3C's runs differ anyway.
    [Theory]
    [InlineData("course-a2c-montecarlo-cartpole", 195)]
    [InlineData("course-a3c-cartpole", 450)]
    [InlineData("course-ddpg-pendulum", -250)]
    [InlineData("course-shared-body-qac-cartpole", 200)]
    public void Course_Experiment_ReachesWhatItsPageSays(string name, double enough)
    {
        string output = Run(name);
        Assert.True(Number(output, "mean return") >= enough, output);
    }

    [Fact]
    public void OwnAlgorithm_SettingByName_IsValidatedByTheAlgorithm()
    {
        Command refused = Start("own-algorithm", "temperature=0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("'temperature' must be finite and above 0, but is 0.", refused.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static string Run(string name, params string[] arguments)
    {
        Command run = Start(name, arguments);
        Assert.True(run.ExitCode == 0, $"samples/{name}.cs ended with {run.ExitCode}:\n{run.Output}{run.Error}");
        return run.Output;
    }

    private static Command Start(string name, params string[] arguments) => Command.Run(
        Repository.Root, "dotnet",
        ["run", "-c", Configuration, "--property:BuildProjectReferences=false", $"samples/{name}.cs", "--", .. arguments]);

    /// <summary>The number after the words, in the last such line.</summary>
    private static double Number(string output, string words)
    {
        Match line = LastNumber().Matches(output).LastOrDefault(match => match.Groups["words"].Value == words)
            ?? throw new FormatException($"No line '{words}: NUMBER' in:\n{output}");
        return double.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<words>[a-z ]+): (?<number>-?[0-9.]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex LastNumber();
}
