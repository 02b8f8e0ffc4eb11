namespace GpuAc.Cli.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Find();

    /// <summary>Its files of a kind, without what builds leave.</summary>
    /// <param name="pattern">Such as <c>*.cs</c>.</param>
    public static IEnumerable<string> Files(string pattern) => Below(Root, pattern);

    private static IEnumerable<string> Below(string folder, string pattern) =>
    [
        .. Directory.GetFiles(folder, pattern),
        .. Directory.GetDirectories(folder)
            .Where(below => Path.GetFileName(below) is not ("bin" or "obj" or "artifacts" or "runs" or "TestResults") and not ['.', ..])
            .SelectMany(below => Below(below, pattern)),
    ];

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GpuAc.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No folder above the tests holds GpuAc.sln.");
        return folder;
    }
}
