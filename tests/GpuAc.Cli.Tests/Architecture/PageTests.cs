using System.Text.RegularExpressions;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Cli.Tests.Architecture;

/// <summary>The pages: what they point at is there.</summary>
public partial class PageTests
{
    public static TheoryData<string> Pages =>
        [.. Repository.Files("*.md").Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_RelativeLinks_LeadSomewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        foreach (Match link in RelativeLink().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            (string path, string anchor) = (link.Groups["path"].Value, link.Groups["anchor"].Value);
            string target = path.Length == 0 ? Path.Combine(Repository.Root, page) : Path.Combine(folder, path);
            Assert.True(Path.Exists(target), $"{page} links to '{path}', which does not exist.");
            if (anchor.Length > 0)
                Assert.True(Anchors(target).Contains(anchor), $"{page} links to '{path}#{anchor}', but there is no such heading.");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_SourceFilesItNames_Exist(string page)
    {
        foreach (Match name in SourceFile().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))))
        {
            string file = name.Groups["file"].Value;
            Assert.True(Path.Exists(Path.Combine(Repository.Root, file)), $"{page} names '{file}', which does not exist.");
        }
    }

    // As GitHub makes them: lower case, blanks to hyphens, no other punctuation.
    private static HashSet<string> Anchors(string page) =>
    [
        .. File.ReadLines(page)
            .Where(line => line.StartsWith('#'))
            .Select(line => Punctuation().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\((?!\w+:)(?<path>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"`(?<file>(GpuAc|benchmarks|eng|docs|tests)[\w.-]*/[\w./-]*)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
