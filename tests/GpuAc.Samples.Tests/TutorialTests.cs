using System.Text.RegularExpressions;
using GpuAc.Cli.Tests.Support;

namespace GpuAc.Samples.Tests;

/// <summary>The tutorials show the samples, which <see cref="SampleTests"/> runs.</summary>
public partial class TutorialTests
{
    [Theory]
    [InlineData("add-an-environment.md", "own-environment.cs")]
    [InlineData("add-an-algorithm.md", "own-algorithm.cs")]
    public void Tutorial_CodeBlocks_AreTheWholeSample(string page, string sample)
    {
        string text = Read("docs/tutorials", page);
        // What the comment at the top says, the page says in words.
        string rest = HeadComment().Replace(Read("samples", sample), "$1");
        foreach (Match block in CSharp().Matches(text))
        {
            string code = block.Groups[1].Value;
            int start = rest.IndexOf(code, StringComparison.Ordinal);
            Assert.True(start >= 0, $"docs/tutorials/{page} shows what samples/{sample} does not contain, or shows it twice:\n{code}");
            rest = rest.Remove(start, code.Length);
        }

        Assert.True(string.IsNullOrWhiteSpace(rest), $"docs/tutorials/{page} leaves out of samples/{sample}:\n{rest.Trim()}");
    }

    [Fact]
    public void Samples_Files_AreAllNamedByTheirPage()
    {
        string page = Read("samples", "README.md");
        string[] files = [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.cs").Select(file => Path.GetFileName(file))];
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains($"]({file})", page, StringComparison.Ordinal));
    }

    private static string Read(string folder, string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, folder, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\A((?:#:.*\n|\n)*)(?://.*\n)+")]
    private static partial Regex HeadComment();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
