namespace GpuAc.Serving.Models;

/// <summary>What tells a file from the one that replaces it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written to.</param>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>Looks at a file; null when it is not there.</summary>
    internal static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
    }
}
