using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GpuAc.Policies.Files;

namespace GpuAc.Kernels.Accelerators.Translation;

/// <summary>Translated kernels on disk: otherwise every process would spend seconds translating them.</summary>
/// <param name="folder">Where.</param>
/// <remarks>
/// <para>An entry's name is a hash of everything that its content depends on (<see cref="PtxKey"/>), so that an entry is right or is not
/// found. It is written aside and renamed, so that processes may share the folder; one that is damaged does not pass its checksum and is
/// translated anew. What cannot be read or written is no error: the kernel is translated.</para>
/// <para><c>GPUAC_KERNEL_CACHE</c> names another folder; <c>off</c> does without.</para>
/// </remarks>
internal sealed class PtxCache(string folder)
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "GPUAC_KERNEL_CACHE";

    /// <summary>Entries that stay; the ones not used for longest go first. About 20 KiB each.</summary>
    private const int MaxEntries = 1000;

    private const string Extension = ".ptx.gz";

    /// <summary>The cache of this user, or null where it is off or there is no place for one.</summary>
    public static PtxCache? OfUser()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(named, "off", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!string.IsNullOrEmpty(named))
            return new PtxCache(named);
        string? root = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(root) && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
            root = Path.Combine(home, ".cache");
        return string.IsNullOrEmpty(root) ? null : new PtxCache(Path.Combine(root, "gpuac", "kernels"));
    }

    /// <summary>Finds an entry, or gives null where there is none that is whole.</summary>
    /// <param name="key">See <see cref="PtxKey"/>.</param>
    public PtxEntry? Find(string key)
    {
        string path = PathOf(key);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var zip = new GZipStream(stream, CompressionMode.Decompress);
            using var reader = new StreamReader(zip, Encoding.ASCII);
            string? header = reader.ReadLine();
            if (header?.Split(' ') is not [var checksum, var shared, var isDynamic])
                return null;
            string code = reader.ReadToEnd();
            if (checksum != Checksum(shared, isDynamic, code))
                return null;
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
            return new PtxEntry(code, int.Parse(shared, CultureInfo.InvariantCulture), isDynamic == bool.TrueString);
        }
        catch (Exception cause) when (IsOrdinary(cause))
        {
            return null;
        }
    }

    /// <summary>Keeps an entry.</summary>
    /// <param name="key">See <see cref="PtxKey"/>.</param>
    /// <param name="entry">What to keep.</param>
    public void Add(string key, PtxEntry entry)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string shared = entry.SharedBytes.ToString(CultureInfo.InvariantCulture), isDynamic = entry.HasDynamicShared.ToString();
            using var content = new MemoryStream();
            using (var zip = new GZipStream(content, CompressionLevel.Fastest))
                zip.Write(Encoding.ASCII.GetBytes($"{Checksum(shared, isDynamic, entry.Code)} {shared} {isDynamic}\n{entry.Code}"));
            AtomicFile.Write(PathOf(key), content.ToArray(), "translated kernel");
            Prune();
        }
        catch (Exception cause) when (IsOrdinary(cause) || cause is GpuAcException)
        {
            // A full disk or a folder that is read-only costs time at the next start, no more.
        }
    }

    private static bool IsOrdinary(Exception cause) =>
        cause is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or NotSupportedException;

    private static string Checksum(string shared, string isDynamic, string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes($"{shared} {isDynamic}\n{code}")));

    private string PathOf(string key) => Path.Combine(folder, key + Extension);

    private void Prune()
    {
        FileInfo[] entries = new DirectoryInfo(folder).GetFiles("*" + Extension);
        foreach (FileInfo entry in entries.OrderByDescending(entry => entry.LastWriteTimeUtc).Skip(MaxEntries))
            entry.Delete();
    }
}

/// <summary>A translated kernel.</summary>
/// <param name="Code">Its PTX.</param>
/// <param name="SharedBytes">Shared memory that it declares.</param>
/// <param name="HasDynamicShared">Whether it takes shared memory that the launch asks for.</param>
internal sealed record PtxEntry(string Code, int SharedBytes, bool HasDynamicShared);
