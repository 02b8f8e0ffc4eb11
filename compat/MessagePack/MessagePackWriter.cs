using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>
/// Writes MessagePack values, each in its shortest form. Nothing reaches the buffer for certain before <see cref="Flush"/>.
/// </summary>
public ref struct MessagePackWriter
{
    private const int MinimumSpan = 256;

    private readonly IBufferWriter<byte> output;
    private Span<byte> span;
    private int used;

    /// <summary>Creates a writer.</summary>
    /// <param name="writer">Where the bytes go.</param>
    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        output = writer;
    }

    /// <summary>Hands everything written to the buffer.</summary>
    public void Flush()
    {
        output.Advance(used);
        span = default;
        used = 0;
    }

    /// <summary>Copies bytes that are MessagePack already.</summary>
    /// <param name="rawMessagePackBlock">The bytes.</param>
    public void WriteRaw(scoped ReadOnlySpan<byte> rawMessagePackBlock) => rawMessagePackBlock.CopyTo(Take(rawMessagePackBlock.Length));

    /// <summary>Writes nil.</summary>
    public void WriteNil() => Take(1)[0] = MessagePackCode.Nil;

    /// <summary>Writes a truth value.</summary>
    /// <param name="value">The value.</param>
    public void Write(bool value) => Take(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    /// <summary>Announces an array.</summary>
    /// <param name="count">Elements that follow.</param>
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    /// <summary>Announces an array.</summary>
    /// <param name="count">Elements that follow.</param>
    public void WriteArrayHeader(uint count)
    {
        if (count <= 15)
            Take(1)[0] = (byte)(MessagePackCode.MinFixArray | count);
        else
            WriteLength(count, 0, MessagePackCode.Array16, MessagePackCode.Array32);
    }

    /// <summary>Announces a map.</summary>
    /// <param name="count">Key-value pairs that follow.</param>
    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    /// <summary>Announces a map.</summary>
    /// <param name="count">Key-value pairs that follow.</param>
    public void WriteMapHeader(uint count)
    {
        if (count <= 15)
            Take(1)[0] = (byte)(MessagePackCode.MinFixMap | count);
        else
            WriteLength(count, 0, MessagePackCode.Map16, MessagePackCode.Map32);
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void Write(int value) => Write((long)value);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void Write(uint value) => Write((ulong)value);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }

        switch (value)
        {
            case >= -32:
                Take(1)[0] = unchecked((byte)value);
                break;
            case >= sbyte.MinValue:
                Take(2, MessagePackCode.Int8)[0] = unchecked((byte)value);
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(Take(3, MessagePackCode.Int16), (short)value);
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(Take(5, MessagePackCode.Int32), (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Take(9, MessagePackCode.Int64), value);
                break;
        }
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void Write(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxFixInt:
                Take(1)[0] = (byte)value;
                break;
            case <= byte.MaxValue:
                Take(2, MessagePackCode.UInt8)[0] = (byte)value;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Take(3, MessagePackCode.UInt16), (ushort)value);
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Take(5, MessagePackCode.UInt32), (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(Take(9, MessagePackCode.UInt64), value);
                break;
        }
    }

    /// <summary>Writes a 32-bit floating-point number.</summary>
    /// <param name="value">The value.</param>
    public void Write(float value) => BinaryPrimitives.WriteSingleBigEndian(Take(5, MessagePackCode.Float32), value);

    /// <summary>Writes a 64-bit floating-point number.</summary>
    /// <param name="value">The value.</param>
    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(9, MessagePackCode.Float64), value);

    /// <summary>Writes text, or nil.</summary>
    /// <param name="value">The text.</param>
    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            Write(value.AsSpan());
    }

    /// <summary>Writes text.</summary>
    /// <param name="value">The text.</param>
    public void Write(scoped ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    /// <param name="utf8stringBytes">The text.</param>
    public void WriteString(scoped ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Announces text.</summary>
    /// <param name="byteCount">UTF-8 bytes that follow.</param>
    public void WriteStringHeader(int byteCount)
    {
        uint length = checked((uint)byteCount);
        if (length <= 31)
            Take(1)[0] = (byte)(MessagePackCode.MinFixStr | length);
        else
            WriteLength(length, MessagePackCode.Str8, MessagePackCode.Str16, MessagePackCode.Str32);
    }

    /// <summary>Writes bytes, or nil.</summary>
    /// <param name="src">The bytes.</param>
    public void Write(byte[]? src)
    {
        if (src is null)
            WriteNil();
        else
            Write(src.AsSpan());
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="src">The bytes.</param>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    /// <summary>Announces bytes.</summary>
    /// <param name="length">Bytes that follow.</param>
    public void WriteBinHeader(int length) =>
        WriteLength(checked((uint)length), MessagePackCode.Bin8, MessagePackCode.Bin16, MessagePackCode.Bin32);

    /// <summary>Writes an extension value.</summary>
    /// <param name="extensionData">The value.</param>
    public void WriteExtensionFormat(ExtensionResult extensionData)
    {
        WriteExtensionFormatHeader(extensionData.Header);
        foreach (ReadOnlyMemory<byte> part in extensionData.Data)
            WriteRaw(part.Span);
    }

    /// <summary>Announces an extension value.</summary>
    /// <param name="extensionHeader">Type and length.</param>
    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        byte fixedCode = extensionHeader.Length switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            _ => 0,
        };
        if (fixedCode != 0)
            Take(1)[0] = fixedCode;
        else
            WriteLength(extensionHeader.Length, MessagePackCode.Ext8, MessagePackCode.Ext16, MessagePackCode.Ext32);
        Take(1)[0] = unchecked((byte)extensionHeader.TypeCode);
    }

    private void WriteLength(uint length, byte code8, byte code16, byte code32)
    {
        if (code8 != 0 && length <= byte.MaxValue)
            Take(2, code8)[0] = (byte)length;
        else if (length <= ushort.MaxValue)
            BinaryPrimitives.WriteUInt16BigEndian(Take(3, code16), (ushort)length);
        else
            BinaryPrimitives.WriteUInt32BigEndian(Take(5, code32), length);
    }

    /// <summary>Takes bytes, writes the first and returns the others.</summary>
    private Span<byte> Take(int count, byte code)
    {
        Span<byte> taken = Take(count);
        taken[0] = code;
        return taken[1..];
    }

    private Span<byte> Take(int count)
    {
        if (span.Length - used < count)
        {
            Flush();
            span = output.GetSpan(Math.Max(count, MinimumSpan));
        }

        Span<byte> taken = span.Slice(used, count);
        used += count;
        return taken;
    }
}
