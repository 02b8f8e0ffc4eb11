using System.Text.RegularExpressions;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>
/// Which namespaces of the products use which, read from their sources: by <c>using</c> lines, by qualified names, and, for a namespace's
/// own ancestors, which need no <c>using</c> line, by the names of the types declared there.
/// </summary>
internal sealed partial class SourceGraph
{
    private SourceGraph(SortedDictionary<string, SortedSet<string>> uses) => Uses = uses;

    /// <summary>For every namespace those that it uses.</summary>
    public SortedDictionary<string, SortedSet<string>> Uses { get; }

    /// <summary>Reads the sources.</summary>
    public static SourceGraph Read()
    {
        (string Namespace, string Code)[] sources =
        [
            .. Repository.Files("*.cs")
                .Where(file => Path.GetRelativePath(Repository.Root, file).StartsWith("GpuAc.", StringComparison.Ordinal))
                .Select(file => Comment().Replace(File.ReadAllText(file), ""))
                .Where(code => Namespace().IsMatch(code))
                .Select(code => (Namespace().Match(code).Groups["name"].Value, code)),
        ];
        ILookup<string, string> declaredIn = sources
            .SelectMany(source => Declaration().Matches(source.Code).Select(type => (Type: type.Groups["name"].Value, source.Namespace)))
            .Distinct()
            .ToLookup(type => type.Type, type => type.Namespace);
        HashSet<string> known = [.. sources.Select(source => source.Namespace)];
        var uses = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach ((string name, string code) in sources)
        {
            if (!uses.TryGetValue(name, out SortedSet<string>? used))
                uses.Add(name, used = new(StringComparer.Ordinal));
            used.UnionWith(QualifiedName().Matches(code).Select(match => Longest(match.Value, known)).OfType<string>());
            string body = Using().Replace(code, "");
            foreach (string word in Word().Matches(body).Select(match => match.Value).Distinct())
            {
                if (!declaredIn[word].Contains(name))
                    used.UnionWith(declaredIn[word].Where(other => name.StartsWith(other + ".", StringComparison.Ordinal)));
            }

            used.Remove(name);
        }

        return new SourceGraph(uses);
    }

    /// <summary>Namespaces that use one another, directly or through others; empty when there are none.</summary>
    public IEnumerable<string> Circles() => Uses.Keys
        .Where(name => Reachable(name).Contains(name))
        .Select(name => $"{name} uses {string.Join(", ", Uses[name].Where(used => Reachable(used).Contains(name)))}");

    /// <summary>The graph as a page shows it: a line for each namespace, those that others use first.</summary>
    public string ToText()
    {
        Assert.Empty(Circles());
        Dictionary<string, int> depth = [];
        int Depth(string name) => depth.TryGetValue(name, out int known)
            ? known
            : depth[name] = Uses[name].Select(used => Depth(used) + 1).DefaultIfEmpty(0).Max();
        IEnumerable<string> lines = Uses.Keys.OrderBy(Depth).ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => Uses[name].Count == 0 ? name : $"{name} -> {string.Join(", ", Direct(name))}");
        return string.Join("\n", ["```", .. lines, "```", ""]);
    }

    // Without what is used by something used, too.
    private IEnumerable<string> Direct(string name) =>
        Uses[name].Where(used => !Uses[name].Any(other => other != used && Reachable(other).Contains(used)));

    private HashSet<string> Reachable(string from)
    {
        HashSet<string> reached = [];
        var open = new Stack<string>(Uses[from]);
        while (open.TryPop(out string? name))
        {
            if (reached.Add(name))
            {
                foreach (string used in Uses[name])
                    open.Push(used);
            }
        }

        return reached;
    }

    private static string? Longest(string name, HashSet<string> known)
    {
        for (string? candidate = name; candidate != null;
            candidate = candidate.Contains('.', StringComparison.Ordinal) ? candidate[..candidate.LastIndexOf('.')] : null)
        {
            if (known.Contains(candidate))
                return candidate == "GpuAc" ? null : candidate;
        }

        return null;
    }

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(public |internal )?(static |sealed |abstract |readonly |ref |unsafe |partial |record )*"
        + @"(class|struct|interface|enum|record|delegate [\w<>\[\]?.]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bGpuAc(\.\w+)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex("^using .*$", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();
}
