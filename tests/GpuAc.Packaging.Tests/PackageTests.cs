using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Packaging.Tests;

public sealed partial class PackageTests(PackedSolution packed) : IClassFixture<PackedSolution>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Pack_Solution_MakesLibrariesToolAndSymbolsAlone()
    {
        string[] names =
        [
            "GpuAc.Courses", "GpuAc.Envs", "GpuAc.Export", "GpuAc.Kernels", "GpuAc.Lanes", "GpuAc.ML", "GpuAc.ML.Training",
            "GpuAc.Policies", "GpuAc.Serving", "GpuAc.Training", "gpuac",
        ];
        Assert.Equal(
            names.SelectMany(name => (string[])[$"{name}.{packed.Version}.nupkg", $"{name}.{packed.Version}.snupkg"]),
            Directory.GetFiles(packed.Packages).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GpuAc.Policies")]
    [InlineData("GpuAc.Kernels")]
    [InlineData("GpuAc.Envs")]
    [InlineData("GpuAc.Training")]
    [InlineData("GpuAc.Courses")]
    [InlineData("GpuAc.Export")]
    [InlineData("GpuAc.ML")]
    [InlineData("GpuAc.ML.Training")]
    [InlineData("GpuAc.Serving")]
    public void Library_Nuspec_NamesWhatItsProjectReferences(string id)
    {
        XDocument project = XDocument.Load(Path.Combine(Repository.Root, id, id + ".csproj"));
        Dictionary<string, string> versions = Versions();
        IEnumerable<(string, string)> packages = project.Descendants("PackageReference")
            .Where(package => package.Attribute("PrivateAssets") == null)
            .Select(package => package.Attribute("Include")!.Value)
            .Select(name => (name, versions[name]));
        IEnumerable<(string, string)> projects = project.Descendants("ProjectReference")
            .Select(reference => (Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value), packed.Version));
        (string, string)[] dependencies =
        [
            .. packed.Read(id, out _).Descendants()
                .Where(element => element.Name.LocalName == "dependency")
                .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value)),
        ];
        Assert.NotEmpty(dependencies);
        Assert.Equal(projects.Concat(packages).Order(), dependencies.Order());
    }

    [Theory]
    [InlineData("GpuAc.Lanes")]
    [InlineData("GpuAc.Policies")]
    [InlineData("GpuAc.Kernels")]
    [InlineData("GpuAc.Envs")]
    [InlineData("GpuAc.Training")]
    [InlineData("GpuAc.Courses")]
    [InlineData("GpuAc.Export")]
    [InlineData("GpuAc.ML")]
    [InlineData("GpuAc.ML.Training")]
    [InlineData("GpuAc.Serving")]
    [InlineData("gpuac")]
    public void Package_Nuspec_DescribesItself(string id)
    {
        XElement nuspec = packed.Read(id, out string[] files);
        string Value(string name) => nuspec.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("MIT", Value("license"));
        Assert.InRange(Value("description").Length, 60, 300);
        Assert.Contains("reinforcement-learning", Value("tags"), StringComparison.Ordinal);
        Assert.Contains(Value("readme"), files);
    }

    [Fact]
    public void Tool_Package_HoldsItsDependenciesAndNativesOfEverySystem()
    {
        XElement nuspec = packed.Read("gpuac", out string[] files);
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        string[] systems =
        [
            .. files.Where(file => file.Contains("/native/", StringComparison.Ordinal))
                .Select(file => file.Split('/')[^3]).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["linux-arm64", "linux-x64", "osx-arm64", "win-arm64", "win-x64"], systems);
    }

    [Fact]
    public void Libraries_NewProgram_TrainsExportsSavesAndLoads()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumer")))
            File.Copy(file, folder[Path.GetFileName(file)]);
        foreach (string page in (string[])["README.md", "GpuAc.ML.Training/README.md"])
        {
            foreach (Match sample in CSharp().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n")))
                File.WriteAllText(folder[$"{Class().Match(sample.Value).Groups[1].Value}.cs"], sample.Groups[1].Value);
        }

        WriteNuGetConfig();
        string output = folder["bin"];
        Command.Succeed(
            folder.Path, "dotnet", "build", "-c", "Release", "-o", output, $"-p:RestorePackagesPath={folder["packages"]}",
            $"-p:GpuAcVersion={packed.Version}", $"-p:OnnxRuntimeVersion={Versions()["Microsoft.ML.OnnxRuntime"]}");

        string printed = Command.Succeed(folder.Path, "dotnet", Path.Combine(output, "Consumer.dll"));
        Assert.Equal(
            ["CartPole-v1 returns 500", "TargetChase-v0 has 0 faults", "the file holds the policy", "ML.NET pushes 0"],
            printed.TrimEnd().ReplaceLineEndings("\n").Split('\n'));

        Directory.Delete(Path.Combine(output, "runtimes"), recursive: true);
        Command refused = Command.Run(folder.Path, "dotnet", Path.Combine(output, "Consumer.dll"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("dotnet add package Microsoft.ML.OnnxRuntime", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_Installed_TrainsAndEvaluates()
    {
        Command.Succeed(
            folder.Path, "dotnet", "tool", "install", "gpuac", "--tool-path", folder["tool"], "--source", packed.Packages,
            "--version", packed.Version);
        string gpuac = Path.Combine(folder["tool"], OperatingSystem.IsWindows() ? "gpuac.exe" : "gpuac");
        Assert.StartsWith(packed.Version, Command.Succeed(folder.Path, gpuac, "--version"), StringComparison.Ordinal);
        JsonElement trained = Json(Command.Succeed(folder.Path, gpuac, "train", "cartpole", "--out", "run", "--json"));
        Assert.True(trained.GetProperty("solved").GetBoolean());
        JsonElement played = Json(Command.Succeed(folder.Path, gpuac, "eval", Path.Combine("run", "policy.onnx"), "--json"));
        Assert.True(played.GetProperty("evalMeanReturn").GetDouble() >= 475);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static JsonElement Json(string printed) => JsonDocument.Parse(printed).RootElement;

    /// <summary>Versions of the packages that this repository uses.</summary>
    private static Dictionary<string, string> Versions() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

    // The packed folder, and the machine's own sources. What is restored goes with the test; what the machine has is used where it lies.
    private void WriteNuGetConfig()
    {
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var settings = new XElement(
            "configuration",
            new XElement("fallbackPackageFolders", Add("machine", machine)),
            new XElement("packageSources", Add("packed", packed.Packages)));
        settings.Save(folder["nuget.config"]);
    }

    private static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"public (?:static class|readonly struct) (\w+)")]
    private static partial Regex Class();
}
