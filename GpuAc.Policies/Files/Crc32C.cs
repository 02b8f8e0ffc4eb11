using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuAc.Policies.Files;

/// <summary>CRC-32C, Castagnoli's, as in RFC 3720; over a whole or piece by piece.</summary>
public static class Crc32C
{
    /// <summary>The checksum of no bytes.</summary>
    public const uint Empty = 0;

    /// <summary>The checksum of a content.</summary>
    public static uint Of(ReadOnlySpan<byte> content) => Append(Empty, content);

    /// <summary>The checksum of what one is given for, and of further bytes after it.</summary>
    /// <param name="checksum">Of the bytes so far.</param>
    /// <param name="content">What follows.</param>
    public static uint Append(uint checksum, ReadOnlySpan<byte> content)
    {
        uint sum = ~checksum;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(content);
        foreach (ulong word in words)
            sum = BitOperations.Crc32C(sum, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (byte value in content[(8 * words.Length)..])
            sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }
}
