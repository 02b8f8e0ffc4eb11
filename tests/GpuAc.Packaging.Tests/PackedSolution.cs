using System.IO.Compression;
using System.Xml.Linq;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Packaging.Tests;

/// <summary>
/// The packages of a copy of this checkout, so that nothing which other builds left is in them, and other builds are left alone.
/// </summary>
/// <remarks>Their version is new every time: no folder of packages on this machine can hold them already.</remarks>
public sealed class PackedSolution : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Copies and packs.</summary>
    public PackedSolution()
    {
        foreach (string file in Repository.Files("*").Where(file => Path.GetFileName(file) != ".git"))
        {
            string copy = Path.Combine(folder["sources"], Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // Analyzers have read these sources when the tests were built.
        Command.Succeed(
            folder["sources"], "dotnet", "pack", "-c", "Release", "-o", Packages, $"-p:Version={Version}", "-p:RunAnalyzers=false");
    }

    /// <summary>Folder of the packages.</summary>
    public string Packages => folder["packages"];

    /// <summary>Version of the packages.</summary>
    public string Version { get; } = $"0.1.0-test-{Guid.NewGuid():N}";

    /// <summary>A package's description of itself.</summary>
    /// <param name="id">Name of the package.</param>
    /// <param name="files">Paths of its files.</param>
    public XElement Read(string id, out string[] files)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(Packages, $"{id}.{Version}.nupkg"));
        files = [.. package.Entries.Select(entry => entry.FullName)];
        using Stream nuspec = package.GetEntry(id + ".nuspec")!.Open();
        XElement root = XDocument.Load(nuspec).Root!;
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
