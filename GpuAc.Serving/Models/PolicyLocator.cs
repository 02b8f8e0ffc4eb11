using System.Globalization;
using GpuAc.Serving.Settings;

namespace GpuAc.Serving.Models;

/// <summary>Finds the files to serve.</summary>
internal static class PolicyLocator
{
    private const string FileName = "policy.onnx";
    private const string Layout = "NAME.onnx, NAME/policy.onnx or NAME/VERSION/policy.onnx";

    /// <summary>Finds all of them, by name and version.</summary>
    /// <exception cref="GpuAcException">A source is missing or empty, or two files want the same name and version.</exception>
    internal static IReadOnlyList<PolicyPlace> Find(IReadOnlyList<PolicySource> sources)
    {
        var found = new SortedDictionary<(string Name, long Version), PolicyPlace>();
        foreach (PolicySource source in sources)
        {
            foreach (PolicyPlace place in Find(source))
            {
                if (!found.TryAdd((place.Name, place.Version), place))
                {
                    throw new GpuAcException(
                        $"Two policies want the name '{place.Name}', version {place.Version}: '{found[(place.Name, place.Version)].Path}' and "
                        + $"'{place.Path}'. Give one of them another name, as in NAME=FILE, or a version of its own.");
                }
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<PolicyPlace> Find(PolicySource source)
    {
        if (Directory.Exists(source.Path))
        {
            if (source.Name != null)
                throw new GpuAcException($"'{source.Path}' is a folder, whose policies have names already; leave '{source.Name}=' out.");
            PolicyPlace[] places = [.. InFolder(source.Path)];
            return places.Length > 0
                ? places
                : throw new GpuAcException($"Folder '{source.Path}' holds no policy; it should hold {Layout}.");
        }

        if (!File.Exists(source.Path))
            throw new GpuAcException($"Policy file or folder '{source.Path}' does not exist; give a policy.onnx, or a folder of them.");
        return [new PolicyPlace(source.Name ?? Path.GetFileNameWithoutExtension(source.Path), 1, source.Path, InFolder: false)];
    }

    private static IEnumerable<PolicyPlace> InFolder(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.onnx"))
            yield return new PolicyPlace(Path.GetFileNameWithoutExtension(file), 1, file, InFolder: true);
        foreach (string named in Directory.EnumerateDirectories(folder))
        {
            string name = Path.GetFileName(named), file = Path.Combine(named, FileName);
            if (File.Exists(file))
                yield return new PolicyPlace(name, 1, file, InFolder: true);
            foreach (string versioned in Directory.EnumerateDirectories(named))
            {
                file = Path.Combine(versioned, FileName);
                if (TryVersion(Path.GetFileName(versioned), out long version) && File.Exists(file))
                    yield return new PolicyPlace(name, version, file, InFolder: true);
            }
        }
    }

    private static bool TryVersion(string text, out long version) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version > 0 && text[0] != '0';
}
