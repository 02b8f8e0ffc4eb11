using System.Buffers;
using GpuAc.Policies.Networks;
using MessagePack;

namespace GpuAc.Policies.Files;

/// <summary>Keeps a policy snapshot in a file: MessagePack, versioned, with a checksum, replaced as a whole.</summary>
/// <remarks>
/// The file is one MessagePack array: the text <c>gpuac.policy</c>, the version of the format, the CRC-32C of the content, and the content
/// as bytes, itself MessagePack (see <see cref="PolicySnapshotContent"/>).
/// </remarks>
public static class PolicySnapshotFile
{
    /// <summary>Version of the format that this library writes, and the highest that it reads.</summary>
    public const int CurrentVersion = 1;

    private const string Mark = "gpuac.policy";
    private const string Remedy = "Give the policy.msgpack of a run folder, or train again.";

    /// <summary>Writes a snapshot: the file is there as a whole, or what was there before is unchanged.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="snapshot">The policy.</param>
    /// <exception cref="GpuAcException">The snapshot is faulty, or the file cannot be written.</exception>
    public static void Save(string path, PolicySnapshot snapshot)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(snapshot);
        IReadOnlyList<string> faults = snapshot.Validate();
        if (faults.Count > 0)
            throw new GpuAcException($"The policy cannot be saved to '{path}': {string.Join(" ", faults)}");
        AtomicFile.Write(path, Format(snapshot), "policy snapshot");
    }

    /// <summary>Reads a snapshot.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="GpuAcException">The file is missing, damaged, foreign, faulty, or of a newer version.</exception>
    public static PolicySnapshot Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new GpuAcException($"Policy snapshot '{path}' cannot be read ({cause.Message.TrimEnd('.')}). {Remedy}", cause);
        }

        try
        {
            return Parse(file);
        }
        catch (InvalidDataException cause)
        {
            throw new GpuAcException($"Policy snapshot '{path}' cannot be used: {cause.Message}. {Remedy}", cause);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">They are damaged, foreign, faulty, or of a newer version.</exception>
    public static PolicySnapshot Parse(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return Read(file);
        }
        catch (Exception cause) when (cause is OverflowException || IsMalformation(cause))
        {
            throw new InvalidDataException("it is cut off or malformed", cause);
        }
    }

    /// <summary>The bytes that a file of the snapshot has.</summary>
    /// <param name="snapshot">The policy.</param>
    public static byte[] Format(PolicySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        byte[] content = PolicySnapshotContent.Format(snapshot);
        var output = new ArrayBufferWriter<byte>(content.Length + 32);
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(Mark);
        writer.Write(CurrentVersion);
        writer.Write(Crc32C.Of(content));
        writer.Write(content);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static PolicySnapshot Read(byte[] file)
    {
        if (file.Length == 0)
            throw new InvalidDataException("it is empty");
        var reader = new MessagePackReader(file);
        if (!IsMarked(ref reader))
            throw new InvalidDataException("it is no policy snapshot of GpuAc");
        int version = reader.ReadInt32();
        if (version is < 1 or > CurrentVersion)
            throw new InvalidDataException($"its format has version {version}, but this version of GpuAc reads up to {CurrentVersion}");
        uint checksum = reader.ReadUInt32();
        byte[] content = reader.ReadBytes()?.ToArray() ?? [];
        if (!reader.End || Crc32C.Of(content) != checksum)
            throw new InvalidDataException("its checksum does not fit its content, so it was damaged");
        PolicySnapshot snapshot = PolicySnapshotContent.Parse(content);
        IReadOnlyList<string> faults = snapshot.Validate();
        if (faults.Count > 0)
            throw new InvalidDataException(string.Join(" ", faults).TrimEnd('.'));
        return snapshot;
    }

    private static bool IsMarked(ref MessagePackReader reader)
    {
        try
        {
            return reader.NextMessagePackType == MessagePackType.Array && reader.ReadArrayHeader() == 4
                && reader.NextMessagePackType == MessagePackType.String && reader.ReadString() == Mark;
        }
        catch (Exception cause) when (IsMalformation(cause))
        {
            return false;
        }
    }

    // The last is what MessagePack's reader throws for lengths of 2³¹ bytes and more, which it takes for negative ones.
    private static bool IsMalformation(Exception cause) =>
        cause is EndOfStreamException or MessagePackSerializationException or ArgumentOutOfRangeException;
}
