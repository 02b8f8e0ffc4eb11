using System.Buffers;
using GpuAc.Policies.Files;

namespace GpuAc.Training.Checkpoints;

/// <summary>A file of any length in memory, in segments.</summary>
internal sealed class SegmentedFile
{
    private const int SegmentBytes = 1 << 26;

    private SegmentedFile(ReadOnlySequence<byte> content, uint checksum)
    {
        Content = content;
        Checksum = checksum;
    }

    /// <summary>All bytes but the last few.</summary>
    public ReadOnlySequence<byte> Content { get; }

    /// <summary>Their CRC-32C.</summary>
    public uint Checksum { get; }

    /// <summary>The last few bytes.</summary>
    public byte[] End { get; private init; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="endBytes">Bytes at its end that are no content.</param>
    /// <exception cref="InvalidDataException">It is shorter than that.</exception>
    public static SegmentedFile Read(string path, int endBytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long rest = stream.Length - endBytes;
        if (rest <= 0)
            throw new InvalidDataException(stream.Length == 0 ? "it is empty" : "it is cut off");
        Segment? first = null, last = null;
        uint checksum = Crc32C.Empty;
        for (; rest > 0; rest -= last.Memory.Length)
        {
            var bytes = new byte[Math.Min(SegmentBytes, rest)];
            stream.ReadExactly(bytes);
            checksum = Crc32C.Append(checksum, bytes);
            last = new Segment(bytes, last);
            first ??= last;
        }

        var end = new byte[endBytes];
        stream.ReadExactly(end);
        return new SegmentedFile(new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length), checksum) { End = end };
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before == null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
