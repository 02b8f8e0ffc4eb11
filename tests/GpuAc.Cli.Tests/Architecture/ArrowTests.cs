using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>The layers of ARCHITECTURE.md, read from the project and source files themselves.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GpuAc.Kernels"] = ["ILGPU", "ILGPU.Algorithms"],
        ["GpuAc.Envs"] = ["GpuAc.Kernels"],
        ["GpuAc.Training"] = ["GpuAc.Envs", "MessagePack"],
        ["GpuAc.Export"] = ["GpuAc.Kernels", "Microsoft.ML.OnnxRuntime.Managed", "Google.Protobuf", "Grpc.Tools"],
        ["GpuAc.ML"] = ["GpuAc.Export", "Microsoft.ML"],
        ["GpuAc.ML.Training"] = ["GpuAc.ML", "GpuAc.Training"],
        ["GpuAc.Cli"] =
        [
            "GpuAc.Training", "GpuAc.Export", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Gpu", "System.CommandLine",
            "Spectre.Console", "Parquet.Net",
        ],
    };

    [Fact]
    public void Projects_References_FollowTheArrows()
    {
        foreach ((string project, string[] allowed) in Allowed)
        {
            XDocument file = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj"));
            IEnumerable<string> projects = file.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            IEnumerable<string> packages = file.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
            Assert.All(projects.Concat(packages), reference => Assert.Contains(reference, allowed));
        }
    }

    [Fact]
    public void Sources_OutsideCli_DoNotPrint()
    {
        foreach (string project in Allowed.Keys.Where(project => project != "GpuAc.Cli"))
            Assert.All(Sources(project), file => Assert.DoesNotMatch(ConsoleUse(), File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("Ppo")]
    [InlineData("A2c")]
    [InlineData("A3c")]
    [InlineData("Reinforce")]
    [InlineData("OneStepAc")]
    [InlineData("Ddpg")]
    [InlineData("Td3")]
    [InlineData("Sac")]
    [InlineData("SacDiscrete")]
    [InlineData("QActorCritic")]
    public void Algorithms_Sources_MentionNoDevice(string algorithm)
    {
        // A3C's workers are threads of the host on every device.
        string allowed = algorithm == "A3c" ? "WorkerPool" : "nothing";
        foreach (string file in Sources(Path.Combine("GpuAc.Training", algorithm)))
            Assert.DoesNotContain(DeviceUse().Matches(File.ReadAllText(file)), match => match.Value != allowed);
    }

    [Fact]
    public void Mathematics_Sources_NameNoSchedule()
    {
        foreach (string folder in (string[])["Activations", "Distributions", "Losses", "Returns", "Optimizers", "Lanes", "OffPolicy"])
            Assert.All(Sources(Path.Combine("GpuAc.Kernels", folder)), file =>
                Assert.DoesNotContain("GpuAc.Kernels.Cpu", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static string[] Sources(string folder)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        return files;
    }

    [GeneratedRegex(@"\bConsole\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\b(Cpu\w+|Gpu\w+|Cuda\w*|OpenCL\w*|Lane\d+|WorkerPool|ILGPU)\b(?<!GpuAc)")]
    private static partial Regex DeviceUse();
}
