using System.Buffers;

namespace MessagePack;

/// <summary>An extension value: its type code and its bytes.</summary>
public struct ExtensionResult
{
    /// <summary>Creates an extension value.</summary>
    /// <param name="typeCode">Type; negative ones belong to the format, −1 is a timestamp.</param>
    /// <param name="data">The bytes.</param>
    public ExtensionResult(sbyte typeCode, Memory<byte> data)
        : this(typeCode, new ReadOnlySequence<byte>(data))
    {
    }

    /// <summary>Creates an extension value.</summary>
    /// <param name="typeCode">Type; negative ones belong to the format, −1 is a timestamp.</param>
    /// <param name="data">The bytes.</param>
    public ExtensionResult(sbyte typeCode, ReadOnlySequence<byte> data)
    {
        TypeCode = typeCode;
        Data = data;
    }

    /// <summary>Type; negative ones belong to the format, −1 is a timestamp.</summary>
    public sbyte TypeCode { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySequence<byte> Data { get; private set; }

    /// <summary>Type code and length.</summary>
    public ExtensionHeader Header => new(TypeCode, checked((uint)Data.Length));
}
