using System.Globalization;
using System.Text;

namespace GpuAc.Cli.Scoring;

/// <summary>UTF-8 text that is put together piece by piece; reused.</summary>
internal sealed class TextBuffer
{
    private const int LongestNumber = 32;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    /// <summary>What was written.</summary>
    internal ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    /// <summary>Forgets it.</summary>
    internal void Clear() => length = 0;

    /// <summary>Adds bytes.</summary>
    internal void Add(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    /// <summary>Adds one byte.</summary>
    internal void Add(byte value)
    {
        Reserve(1);
        bytes[length++] = value;
    }

    /// <summary>Adds text.</summary>
    internal void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a whole number.</summary>
    internal void Add(long value)
    {
        Reserve(LongestNumber);
        value.TryFormat(bytes.AsSpan(length), out int written, default, CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>Adds a number that reads back to the same bits.</summary>
    internal void Add(float value)
    {
        Reserve(LongestNumber);
        value.TryFormat(bytes.AsSpan(length), out int written, default, CultureInfo.InvariantCulture);
        length += written;
    }

    private void Reserve(int more)
    {
        if (bytes.Length - length < more)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + more));
    }
}
