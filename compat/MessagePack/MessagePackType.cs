namespace MessagePack;

/// <summary>The kinds of value that MessagePack knows.</summary>
public enum MessagePackType : byte
{
    /// <summary>The one code that the format leaves unused.</summary>
    Unknown = 0,

    /// <summary>A signed or unsigned integer.</summary>
    Integer = 1,

    /// <summary>Nothing.</summary>
    Nil = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A 32-bit or 64-bit floating-point number.</summary>
    Float = 4,

    /// <summary>UTF-8 text.</summary>
    String = 5,

    /// <summary>Bytes.</summary>
    Binary = 6,

    /// <summary>An array.</summary>
    Array = 7,

    /// <summary>A map.</summary>
    Map = 8,

    /// <summary>An application's own type, or a timestamp.</summary>
    Extension = 9,
}
