using System.Buffers.Binary;
using System.Text;

namespace GpuAc.Export.Onnx;

/// <summary>
/// Writes one message in the protocol-buffers wire format: just what ONNX files need, so that no code generator and no runtime
/// library is loaded when a policy is exported.
/// </summary>
internal sealed class ProtobufWriter
{
    private byte[] buffer = new byte[256];
    private int length;

    /// <summary>What was written so far.</summary>
    internal ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Writes an integer or enum field; negative numbers take ten bytes, as the format has it.</summary>
    internal void Integer(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint(unchecked((ulong)value));
    }

    /// <summary>Writes a string field.</summary>
    internal void Text(int field, string value)
    {
        int size = Encoding.UTF8.GetByteCount(value);
        Length(field, size);
        Encoding.UTF8.GetBytes(value, Take(size));
    }

    /// <summary>Writes a bytes field, or a message that was written before.</summary>
    internal void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Length(field, value.Length);
        Raw(value);
    }

    /// <summary>Writes a message field.</summary>
    internal void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Writes floats as a bytes field, little-endian.</summary>
    internal void SinglesAsBytes(int field, ReadOnlySpan<float> values)
    {
        Length(field, 4 * values.Length);
        Span<byte> bytes = Take(4 * values.Length);
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], values[i]);
    }

    /// <summary>Copies fields that are in the wire format already.</summary>
    internal void Raw(ReadOnlySpan<byte> fields) => fields.CopyTo(Take(fields.Length));

    private void Length(int field, int size)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)size);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Take(1)[0] = (byte)(value | 0x80);
        Take(1)[0] = (byte)value;
    }

    private Span<byte> Take(int size)
    {
        if (buffer.Length - length < size)
            Array.Resize(ref buffer, Math.Max(2 * buffer.Length, checked(length + size)));
        length += size;
        return buffer.AsSpan(length - size, size);
    }
}
