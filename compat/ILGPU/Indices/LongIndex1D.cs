using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>A one-dimensional index or extent of 64 bits.</summary>
public readonly struct LongIndex1D : IEquatable<LongIndex1D>
{
    /// <summary>Zero.</summary>
    public static readonly LongIndex1D Zero = new(0);

    /// <summary>One.</summary>
    public static readonly LongIndex1D One = new(1);

    /// <summary>Makes an index.</summary>
    public LongIndex1D(long x) => X = x;

    /// <summary>The component.</summary>
    public long X { get; }

    /// <summary>Number of elements of the space that this index spans as an extent.</summary>
    public long Size => X;

    /// <summary>The component.</summary>
    public static implicit operator long(LongIndex1D idx) => idx.X;

    /// <summary>An index from its component.</summary>
    public static implicit operator LongIndex1D(long idx) => new(idx);

    /// <summary>The component in 32 bits.</summary>
    public static explicit operator int(LongIndex1D idx) => (int)idx.X;

    /// <summary>Equality.</summary>
    public static bool operator ==(LongIndex1D first, LongIndex1D second) => first.X == second.X;

    /// <summary>Inequality.</summary>
    public static bool operator !=(LongIndex1D first, LongIndex1D second) => first.X != second.X;

    /// <inheritdoc/>
    public bool Equals(LongIndex1D other) => X == other.X;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is LongIndex1D other && X == other.X;

    /// <inheritdoc/>
    public override int GetHashCode() => X.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{X}";
}
