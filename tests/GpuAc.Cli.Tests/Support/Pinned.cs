namespace GpuAc.Cli.Tests.Support;

/// <summary>
/// Text that a test works out and the repository keeps, so that a change of it shows as a difference in a commit. With <c>GPUAC_PIN=1</c>
/// tests write it instead of comparing; <c>eng/pin.sh</c> runs them so.
/// </summary>
internal static class Pinned
{
    private const string Command = "eng/pin.sh";

    /// <summary>Compares a whole file with what it should hold.</summary>
    /// <param name="path">Path from the repository's root.</param>
    /// <param name="expected">The text, with a line end after every line.</param>
    public static void Check(string path, string expected)
    {
        string file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("GPUAC_PIN") == "1")
            File.WriteAllText(file, expected);
        Assert.True(File.Exists(file), $"{path} is missing; {Command} writes it.");
        string[] actual = File.ReadAllLines(file), should = expected.Split('\n')[..^1];
        string[] more = [.. actual.Except(should).Select(line => $"- {line}"), .. should.Except(actual).Select(line => $"+ {line}")];
        Assert.True(actual.SequenceEqual(should), $"{path} is out of date; {Command} writes it anew:\n{string.Join('\n', more)}");
    }

    /// <summary>Compares what stands between two marks of a page, <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.</summary>
    /// <param name="path">Path from the repository's root.</param>
    /// <param name="name">Name of the marks.</param>
    /// <param name="expected">The text, with a line end after every line.</param>
    public static void CheckSection(string path, string name, string expected)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");
        string start = $"<!-- {name} -->\n", end = $"<!-- /{name} -->\n";
        int from = page.IndexOf(start, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{path} has no section '{name}'.");
        Check(path, page[..(from + start.Length)] + expected + page[to..]);
    }
}
