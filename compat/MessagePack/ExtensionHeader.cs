namespace MessagePack;

/// <summary>Type code and length of an extension value.</summary>
public struct ExtensionHeader : IEquatable<ExtensionHeader>
{
    /// <summary>Creates a header.</summary>
    /// <param name="typeCode">Type; negative ones belong to the format, −1 is a timestamp.</param>
    /// <param name="length">Bytes that follow.</param>
    public ExtensionHeader(sbyte typeCode, uint length)
    {
        TypeCode = typeCode;
        Length = length;
    }

    /// <summary>Creates a header.</summary>
    /// <param name="typeCode">Type; negative ones belong to the format, −1 is a timestamp.</param>
    /// <param name="length">Bytes that follow, not negative.</param>
    public ExtensionHeader(sbyte typeCode, int length)
        : this(typeCode, checked((uint)length))
    {
    }

    /// <summary>Type; negative ones belong to the format, −1 is a timestamp.</summary>
    public sbyte TypeCode { get; private set; }

    /// <summary>Bytes that follow.</summary>
    public uint Length { get; private set; }

    /// <inheritdoc/>
    public bool Equals(ExtensionHeader other) => TypeCode == other.TypeCode && Length == other.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExtensionHeader other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeCode, Length);
}
