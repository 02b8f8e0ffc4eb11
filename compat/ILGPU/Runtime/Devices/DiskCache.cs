using System.Security.Cryptography;
using System.Text;

namespace ILGPU.Runtime.Devices;

/// <summary>
/// Keeps compiled kernels on disk. Concurrent writers and damaged entries are harmless: an entry is checked when read and replaced whole.
/// </summary>
/// <param name="folder">Where entries lie, or null for the user's cache folder.</param>
/// <param name="isEnabled">False to keep nothing.</param>
internal sealed class DiskCache(string? folder, bool isEnabled)
{
    private const int HashBytes = 32;

    private static readonly byte[] Signature = "ILGPU-1\n"u8.ToArray();

    private readonly string folder = folder ?? DefaultFolder();

    public static DiskCache For(ContextProperties properties) =>
        new(properties.CacheFolder, properties.CachingMode is CachingMode.Default or CachingMode.NoLaunchCaching);

    /// <summary>The entry of a key, or null when there is none or it is damaged.</summary>
    /// <param name="key">Everything that the entry depends on: source, options, compiler, driver, device.</param>
    public byte[]? Read(params IEnumerable<string> key)
    {
        if (!isEnabled)
            return null;
        try
        {
            var bytes = File.ReadAllBytes(PathOf(key));
            if (bytes.Length < Signature.Length + HashBytes || !bytes.AsSpan(0, Signature.Length).SequenceEqual(Signature))
                return null;
            var payload = bytes[(Signature.Length + HashBytes)..];
            return SHA256.HashData(payload).AsSpan().SequenceEqual(bytes.AsSpan(Signature.Length, HashBytes)) ? payload : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // Nothing kept: the kernel is compiled.
        }
    }

    public void Write(byte[] payload, params IEnumerable<string> key)
    {
        if (!isEnabled)
            return;
        try
        {
            Directory.CreateDirectory(folder);
            var path = PathOf(key);
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            using (var file = File.Create(temporary))
            {
                file.Write(Signature);
                file.Write(SHA256.HashData(payload));
                file.Write(payload);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be written: the kernel is compiled again next time.
        }
    }

    internal string PathOf(IEnumerable<string> key) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', key)))) + ".kernel");

    private static string DefaultFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(cache, "gpuac", "kernels");
    }
}
