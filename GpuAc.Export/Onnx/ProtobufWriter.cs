using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuAc.Export.Onnx;

/// <summary>
/// Writes one message in the protocol-buffers wire format: just what ONNX files need, so that no code generator and no runtime
/// library is loaded when a policy is exported.
/// </summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    /// <summary>What was written so far.</summary>
    internal ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>Writes an integer or enum field; negative numbers take ten bytes, as the format has it.</summary>
    internal void Integer(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint(unchecked((ulong)value));
    }

    /// <summary>Writes a string field.</summary>
    internal void Text(int field, string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Length(field, length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    /// <summary>Writes a bytes field, or a message that was written before.</summary>
    internal void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Length(field, value.Length);
        buffer.Write(value);
    }

    /// <summary>Writes a message field.</summary>
    internal void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Writes floats as a bytes field, little-endian.</summary>
    internal void SinglesAsBytes(int field, ReadOnlySpan<float> values)
    {
        Length(field, 4 * values.Length);
        if (BitConverter.IsLittleEndian)
        {
            buffer.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(buffer.GetSpan(4), value);
            buffer.Advance(4);
        }
    }

    /// <summary>Copies fields that are in the wire format already.</summary>
    internal void Raw(ReadOnlySpan<byte> fields) => buffer.Write(fields);

    private void Length(int field, int length)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)length);
    }

    private void Varint(ulong value)
    {
        Span<byte> span = buffer.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        buffer.Advance(length);
    }
}
