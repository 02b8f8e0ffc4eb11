using System.Globalization;
using GpuAc.Cli.Tests.Support;
using GpuAc.Packaging.Tests;

namespace GpuAc.Samples.Tests;

/// <summary>The programs of <c>samples/deploy/</c>, each given a policy with discrete and one with continuous actions.</summary>
public sealed class DeployTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("onnx-runtime")]
    [InlineData("onnx-policy")]
    [InlineData("ml-net")]
    public void CSharp_BothKindsOfPolicy_Answers(string sample) => Check((policy, observation) => Command.Succeed(
        Repository.Root, "dotnet",
        ["run", "-c", Configuration, "--property:BuildProjectReferences=false", $"samples/deploy/{sample}.cs", "--", policy, .. observation]));

    [NodeTheory]
    [InlineData("node.mjs")]
    [InlineData("web.mjs")]
    public void JavaScript_BothKindsOfPolicy_Answers(string sample)
    {
        string node = NodeTheoryAttribute.Folder
            ?? throw new InvalidOperationException($"{NodeTheoryAttribute.Variable} names no folder of Node.js packages.");
        Directory.CreateSymbolicLink(folder["node_modules"], Path.Combine(node, "node_modules"));
        foreach (string file in (string[])["policy.mjs", sample])
            File.Copy(Path.Combine(Repository.Root, "samples", "deploy", file), folder[file]);
        Check((policy, observation) => Command.Succeed(folder.Path, "node", [sample, policy, .. observation]));
    }

    [PythonTheory]
    [InlineData("python.py")]
    public void Python_BothKindsOfPolicy_Answers(string sample) => Check((policy, observation) => Command.Succeed(
        Repository.Root, "python3", [$"samples/deploy/{sample}", policy, .. observation]));

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private void Check(Func<string, string[], string> run)
    {
        File.WriteAllBytes(folder["discrete.onnx"], TestPolicies.Discrete);
        File.WriteAllBytes(folder["continuous.onnx"], TestPolicies.Continuous);
        Assert.Equal([1], Numbers(run(folder["discrete.onnx"], ["-1", "0.5"])));
        Assert.Equal([0.5, -3], Numbers(run(folder["continuous.onnx"], ["0.25", "-4"])));
    }

    private static double[] Numbers(string output) =>
        [.. output.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
}
