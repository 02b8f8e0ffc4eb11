using System.Text.RegularExpressions;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>The style of .editorconfig that no analyzer checks.</summary>
public partial class StyleTests
{
    [Fact]
    public void Sources_Lines_AreNoLongerThanTheLimit()
    {
        int limit = int.Parse(Limit().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].Value);
        IEnumerable<string> tooLong = Repository.Files("*.cs")
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (File: file, Line: index + 1, line.Length)))
            .Where(line => line.Length > limit)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, line.File)}:{line.Line} has {line.Length} columns of {limit}");
        Assert.Empty(tooLong);
    }

    [GeneratedRegex(@"max_line_length = (\d+)")]
    private static partial Regex Limit();
}
