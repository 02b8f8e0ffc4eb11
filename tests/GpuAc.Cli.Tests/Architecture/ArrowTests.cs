using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>The layers of ARCHITECTURE.md, read from the project and source files themselves.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GpuAc.Lanes"] = [],
        ["GpuAc.Envs"] = ["GpuAc.Lanes"],
        ["GpuAc.Policies"] = ["GpuAc.Lanes", "MessagePack"],
        ["GpuAc.Export"] = ["GpuAc.Policies", "Microsoft.ML.OnnxRuntime.Managed", "Google.Protobuf", "Grpc.Tools"],
        ["GpuAc.Kernels"] = ["GpuAc.Envs", "GpuAc.Policies", "ILGPU", "ILGPU.Algorithms"],
        ["GpuAc.Training"] = ["GpuAc.Kernels", "MessagePack"],
        ["GpuAc.Courses"] = ["GpuAc.Training"],
        ["GpuAc.ML"] = ["GpuAc.Export", "Microsoft.ML"],
        ["GpuAc.ML.Training"] = ["GpuAc.ML", "GpuAc.Training"],
        ["GpuAc.Serving"] =
        [
            "GpuAc.Export", "Google.Protobuf", "Grpc.AspNetCore.Server", "Grpc.Tools", "OpenTelemetry.Extensions.Hosting",
            "OpenTelemetry.Exporter.Prometheus.AspNetCore",
        ],
        ["GpuAc.Cli"] =
        [
            "GpuAc.Courses", "GpuAc.Training", "GpuAc.Export", "GpuAc.Serving", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Gpu",
            "System.CommandLine", "Spectre.Console", "Parquet.Net",
        ],
    };

    private static readonly SourceGraph Graph = SourceGraph.Read();

    [Fact]
    public void Projects_References_FollowTheArrows()
    {
        foreach ((string project, string[] allowed) in Allowed)
        {
            XDocument file = Project(project);
            IEnumerable<string> projects = file.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            IEnumerable<string> packages = file.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);
            Assert.All(projects.Concat(packages), reference => Assert.Contains(reference, allowed));
        }
    }

    [Fact]
    public void Projects_Internals_AreForTestsAndIlgpuAlone()
    {
        foreach (string project in Allowed.Keys)
        {
            IEnumerable<string> friends = Project(project).Descendants("InternalsVisibleTo")
                .Select(friend => friend.Attribute("Include")!.Value);
            Assert.DoesNotContain(friends, friend => friend != "ILGPURuntime" && !friend.EndsWith(".Tests", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Namespaces_Uses_FormNoCircle() => Assert.Empty(Graph.Circles());

    [Fact]
    public void ArchitecturePage_Namespaces_AreThoseOfTheSources() =>
        Pinned.CheckSection("ARCHITECTURE.md", "namespaces", Graph.ToText());

    [Fact]
    public void Sources_OutsideCli_DoNotPrint()
    {
        foreach (string project in Allowed.Keys.Where(project => project != "GpuAc.Cli"))
            Assert.All(Sources(project), file => Assert.DoesNotMatch(ConsoleUse(), File.ReadAllText(file)));
    }

    [Fact]
    public void Algorithms_Sources_MentionNoDevice()
    {
        string[] files = [.. Sources("GpuAc.Training/OnPolicy"), .. Sources("GpuAc.Training/OffPolicy")];
        Assert.All(files, file =>
        {
            // A3C's workers are threads of the host on every device.
            string allowed = Path.GetFileName(file) == "A3cTrainer.cs" ? "WorkerPool" : "nothing";
            Assert.DoesNotContain(DeviceUse().Matches(File.ReadAllText(file)), match => match.Value != allowed);
        });
    }

    [Theory]
    [InlineData("GpuAc.Kernels.Losses")]
    [InlineData("GpuAc.Kernels.Returns")]
    [InlineData("GpuAc.Kernels.Optimizers")]
    [InlineData("GpuAc.Kernels.OffPolicy")]
    [InlineData("GpuAc.Kernels.Updates")]
    [InlineData("GpuAc.Kernels.Environments")]
    [InlineData("GpuAc.Kernels.Plans")]
    [InlineData("GpuAc.Kernels.Layouts")]
    [InlineData("GpuAc.Kernels.Statistics")]
    public void Mathematics_Namespaces_UseNoSchedule(string name) => Assert.DoesNotContain(Graph.Uses[name], used =>
        used.StartsWith("GpuAc.Kernels.Cpu", StringComparison.Ordinal)
        || used.StartsWith("GpuAc.Kernels.Accelerators", StringComparison.Ordinal));

    [Fact]
    public void Cpu_Namespaces_UseNoAccelerator() => Assert.All(
        Graph.Uses.Where(uses => uses.Key.StartsWith("GpuAc.Kernels.Cpu", StringComparison.Ordinal)),
        uses => Assert.DoesNotContain(uses.Value, used => used.StartsWith("GpuAc.Kernels.Accelerators", StringComparison.Ordinal)));

    private static XDocument Project(string name) => XDocument.Load(Path.Combine(Repository.Root, name, name + ".csproj"));

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
