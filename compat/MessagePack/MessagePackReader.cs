using System.Buffers;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads MessagePack values one after another. Data that ends too early throws <see cref="EndOfStreamException"/>, data of
/// another kind <see cref="MessagePackSerializationException"/>, a number too large for its type <see cref="OverflowException"/>.
/// </summary>
/// <remarks>No length is trusted: memory is only taken for bytes that are there.</remarks>
public ref partial struct MessagePackReader
{
    private SequenceReader<byte> reader;

    /// <summary>Creates a reader.</summary>
    /// <param name="memory">What to read.</param>
    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    /// <summary>Creates a reader.</summary>
    /// <param name="readOnlySequence">What to read.</param>
    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence)
    {
        reader = new SequenceReader<byte>(readOnlySequence);
    }

    /// <summary>Everything given to the constructor.</summary>
    public ReadOnlySequence<byte> Sequence => reader.Sequence;

    /// <summary>Where the next value begins.</summary>
    public SequencePosition Position => reader.Position;

    /// <summary>Bytes read.</summary>
    public long Consumed => reader.Consumed;

    /// <summary>True when nothing is left.</summary>
    public bool End => reader.End;

    /// <summary>First byte of the next value.</summary>
    public byte NextCode => reader.TryPeek(out byte code) ? code : throw new EndOfStreamException();

    /// <summary>Kind of the next value.</summary>
    public MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>True when the next value is nil.</summary>
    public bool IsNil => NextCode == MessagePackCode.Nil;

    /// <summary>Steps over nil, if that is what comes next.</summary>
    /// <returns>True when it was.</returns>
    public bool TryReadNil()
    {
        if (!IsNil)
            return false;
        reader.Advance(1);
        return true;
    }

    /// <summary>Steps over one value with all that it contains. Uses no stack, however deeply the data is nested.</summary>
    public void Skip()
    {
        for (long remaining = 1; remaining > 0; remaining--)
        {
            switch (NextMessagePackType)
            {
                case MessagePackType.Nil or MessagePackType.Boolean:
                    reader.Advance(1);
                    break;
                case MessagePackType.Integer or MessagePackType.Float:
                    ReadDouble();
                    break;
                case MessagePackType.String:
                    Take(ReadStringLength());
                    break;
                case MessagePackType.Binary:
                    ReadBytes();
                    break;
                case MessagePackType.Extension:
                    ReadExtensionFormat();
                    break;
                case MessagePackType.Array:
                    remaining += ReadArrayHeader();
                    break;
                case MessagePackType.Map:
                    remaining += 2L * ReadMapHeader();
                    break;
                default:
                    throw Unexpected(NextCode);
            }
        }
    }

    /// <summary>Takes bytes as they are, such as those after an extension's head. The result is a view, not a copy.</summary>
    /// <param name="length">How many.</param>
    public ReadOnlySequence<byte> ReadRaw(long length) => Take(checked((uint)length));

    /// <summary>Reads the head of an array.</summary>
    /// <returns>Elements that follow; no more than there are bytes left.</returns>
    public int ReadArrayHeader()
    {
        byte code = ReadCode();
        uint count = code switch
        {
            >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => (uint)(code & 15),
            MessagePackCode.Array16 => ReadBigEndian16(),
            MessagePackCode.Array32 => ReadBigEndian32(),
            _ => throw Unexpected(code),
        };
        return CheckedCount(count, 1);
    }

    /// <summary>Reads the head of a map.</summary>
    /// <returns>Key-value pairs that follow; no more than half the bytes left.</returns>
    public int ReadMapHeader()
    {
        byte code = ReadCode();
        uint count = code switch
        {
            >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => (uint)(code & 15),
            MessagePackCode.Map16 => ReadBigEndian16(),
            MessagePackCode.Map32 => ReadBigEndian32(),
            _ => throw Unexpected(code),
        };
        return CheckedCount(count, 2);
    }

    /// <summary>Reads a truth value.</summary>
    public bool ReadBoolean()
    {
        byte code = ReadCode();
        return code switch
        {
            MessagePackCode.True => true,
            MessagePackCode.False => false,
            _ => throw Unexpected(code),
        };
    }

    /// <summary>Reads text, or nil.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
            return null;
        ReadOnlySequence<byte> bytes = Take(ReadStringLength());
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads bytes, or nil. The result is a view, not a copy.</summary>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
            return null;
        byte code = ReadCode();
        uint length = code switch
        {
            MessagePackCode.Bin8 => ReadByteRaw(),
            MessagePackCode.Bin16 => ReadBigEndian16(),
            MessagePackCode.Bin32 => ReadBigEndian32(),
            _ => throw Unexpected(code),
        };
        return Take(length);
    }

    /// <summary>Reads the head of an extension value.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        byte code = ReadCode();
        uint length = code switch
        {
            MessagePackCode.FixExt1 => 1,
            MessagePackCode.FixExt2 => 2,
            MessagePackCode.FixExt4 => 4,
            MessagePackCode.FixExt8 => 8,
            MessagePackCode.FixExt16 => 16,
            MessagePackCode.Ext8 => ReadByteRaw(),
            MessagePackCode.Ext16 => ReadBigEndian16(),
            MessagePackCode.Ext32 => ReadBigEndian32(),
            _ => throw Unexpected(code),
        };
        sbyte type = unchecked((sbyte)ReadByteRaw());
        if (reader.Remaining < length)
            throw new EndOfStreamException();
        return new ExtensionHeader(type, length);
    }

    /// <summary>Reads an extension value. Its data is a view, not a copy.</summary>
    public ExtensionResult ReadExtensionFormat()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        return new ExtensionResult(header.TypeCode, Take(header.Length));
    }

    private uint ReadStringLength()
    {
        byte code = ReadCode();
        return code switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => (uint)(code & 31),
            MessagePackCode.Str8 => ReadByteRaw(),
            MessagePackCode.Str16 => ReadBigEndian16(),
            MessagePackCode.Str32 => ReadBigEndian32(),
            _ => throw Unexpected(code),
        };
    }

    /// <summary>Every element takes a byte at least, so a greater count than that is a lie.</summary>
    private readonly int CheckedCount(uint count, int bytesPerElement) =>
        count * (long)bytesPerElement <= reader.Remaining ? checked((int)count) : throw new EndOfStreamException();

    private ReadOnlySequence<byte> Take(uint length)
    {
        if (!reader.TryReadExact(checked((int)Math.Min(length, int.MaxValue)), out ReadOnlySequence<byte> bytes) || bytes.Length != length)
            throw new EndOfStreamException();
        return bytes;
    }

    private static MessagePackSerializationException Unexpected(byte code) =>
        new($"Unexpected msgpack code {code} ({MessagePackCode.ToMessagePackType(code)}) encountered.");
}
