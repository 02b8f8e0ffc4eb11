using System.Text;

namespace GpuAc.Export.Onnx;

/// <summary>Reads the fields of one message in the protocol-buffers wire format. Every length is checked before it is used.</summary>
internal ref struct ProtobufReader
{
    private readonly ReadOnlySpan<byte> message;
    private readonly int origin;
    private int at;

    /// <summary>Creates a reader.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <param name="origin">Where in the file they begin.</param>
    internal ProtobufReader(ReadOnlySpan<byte> message, int origin = 0)
    {
        this.message = message;
        this.origin = origin;
    }

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    internal int Field { get; private set; }

    /// <summary>Value of an integer or enum field; zero for others.</summary>
    internal long Integer { get; private set; }

    /// <summary>Payload of a string, bytes or message field; empty for others.</summary>
    internal ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Where in the file the payload begins.</summary>
    internal int PayloadStart { get; private set; }

    /// <summary>Where in the file the field begins, tag included.</summary>
    internal int FieldStart { get; private set; }

    /// <summary>Where in the file the field ends.</summary>
    internal readonly int FieldEnd => origin + at;

    /// <summary>Payload as text.</summary>
    internal readonly string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>A reader of the payload as a message.</summary>
    internal readonly ProtobufReader Message => new(Payload, PayloadStart);

    /// <summary>Steps to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The bytes are no message, or end too early.</exception>
    internal bool Next()
    {
        if (at == message.Length)
            return false;
        FieldStart = origin + at;
        ulong tag = Varint();
        if (tag >> 3 is 0 or > 0x1FFFFFFF)
            throw new InvalidDataException($"byte {FieldStart} begins no field");
        Field = (int)(tag >> 3);
        Integer = 0;
        Payload = default;
        switch (tag & 7)
        {
            case 0:
                Integer = unchecked((long)Varint());
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"byte {FieldStart} begins no field");
        }

        return true;
    }

    private void Take(ulong length)
    {
        if (length > (ulong)(message.Length - at))
            throw new InvalidDataException($"the field at byte {FieldStart} claims {length} bytes, but {message.Length - at} are left");
        Payload = message.Slice(at, (int)length);
        PayloadStart = origin + at;
        at += (int)length;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (at == message.Length)
                throw new InvalidDataException($"the field at byte {FieldStart} is cut off");
            byte next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException($"the field at byte {FieldStart} holds no number");
    }
}
