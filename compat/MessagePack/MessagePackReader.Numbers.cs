using System.Buffers;

namespace MessagePack;

/// <content>Numbers: any integer form is taken for any integer type that can hold its value.</content>
public ref partial struct MessagePackReader
{
    /// <summary>Reads an integer.</summary>
    public byte ReadByte() => checked((byte)ReadUInt64());

    /// <summary>Reads an integer.</summary>
    public ushort ReadUInt16() => checked((ushort)ReadUInt64());

    /// <summary>Reads an integer.</summary>
    public uint ReadUInt32() => checked((uint)ReadUInt64());

    /// <summary>Reads an integer.</summary>
    public sbyte ReadSByte() => checked((sbyte)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public short ReadInt16() => checked((short)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public int ReadInt32() => checked((int)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public ulong ReadUInt64()
    {
        if (NextCode != MessagePackCode.UInt64)
            return checked((ulong)ReadInt64());
        reader.Advance(1);
        return ReadBigEndian64();
    }

    /// <summary>Reads an integer.</summary>
    public long ReadInt64()
    {
        byte code = ReadCode();
        return code switch
        {
            <= MessagePackCode.MaxFixInt => code,
            >= MessagePackCode.MinNegativeFixInt => unchecked((sbyte)code),
            MessagePackCode.UInt8 => ReadByteRaw(),
            MessagePackCode.UInt16 => ReadBigEndian16(),
            MessagePackCode.UInt32 => ReadBigEndian32(),
            MessagePackCode.UInt64 => checked((long)ReadBigEndian64()),
            MessagePackCode.Int8 => unchecked((sbyte)ReadByteRaw()),
            MessagePackCode.Int16 => unchecked((short)ReadBigEndian16()),
            MessagePackCode.Int32 => unchecked((int)ReadBigEndian32()),
            MessagePackCode.Int64 => unchecked((long)ReadBigEndian64()),
            _ => throw Unexpected(code),
        };
    }

    /// <summary>Reads a number of any form.</summary>
    public float ReadSingle() => NextCode == MessagePackCode.UInt64 ? ReadUInt64() : (float)ReadDouble();

    /// <summary>Reads a number of any form.</summary>
    public double ReadDouble()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float32:
                reader.Advance(1);
                return BitConverter.UInt32BitsToSingle(ReadBigEndian32());
            case MessagePackCode.Float64:
                reader.Advance(1);
                return BitConverter.UInt64BitsToDouble(ReadBigEndian64());
            case MessagePackCode.UInt64:
                return ReadUInt64();
            default:
                return ReadInt64();
        }
    }

    private byte ReadCode() => ReadByteRaw();

    private byte ReadByteRaw() => reader.TryRead(out byte value) ? value : throw new EndOfStreamException();

    private ushort ReadBigEndian16() =>
        reader.TryReadBigEndian(out short value) ? unchecked((ushort)value) : throw new EndOfStreamException();

    private uint ReadBigEndian32() =>
        reader.TryReadBigEndian(out int value) ? unchecked((uint)value) : throw new EndOfStreamException();

    private ulong ReadBigEndian64() =>
        reader.TryReadBigEndian(out long value) ? unchecked((ulong)value) : throw new EndOfStreamException();
}
