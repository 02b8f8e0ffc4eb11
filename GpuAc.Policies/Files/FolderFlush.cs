using System.Runtime.InteropServices;

namespace GpuAc.Policies.Files;

/// <summary>
/// Puts a folder's list of names on disk, so that a file that was renamed is still there after the power fails. Windows does that by
/// itself.
/// </summary>
internal static partial class FolderFlush
{
    /// <summary>Flushes a folder; file systems that refuse it are left to themselves.</summary>
    public static void Run(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        int folder = Open(path, 0);
        if (folder < 0)
            return;
        _ = Synchronize(folder);
        _ = Close(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int folder);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int folder);
}
