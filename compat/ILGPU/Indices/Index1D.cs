using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>A one-dimensional index or extent.</summary>
public readonly struct Index1D : IIndex, IEquatable<Index1D>
{
    /// <summary>Zero in every dimension.</summary>
    public static readonly Index1D Zero = new(0);

    /// <summary>One in every dimension.</summary>
    public static readonly Index1D One = new(1);

    /// <summary>Makes an index.</summary>
    public Index1D(int x)
    {
        X = x;
    }

    /// <summary>X component.</summary>
    public int X { get; }

    /// <summary>True for the first index.</summary>
    public bool IsFirst => X == 0;

    /// <summary>Number of elements of the space that this index spans as an extent.</summary>
    public int Size => X;

    /// <inheritdoc/>
    public long LongSize => X;

    /// <inheritdoc/>
    public IndexType IndexType => IndexType.Index1D;

    /// <summary>Sum, component by component.</summary>
    public static Index1D operator +(Index1D first, Index1D second) => new(first.X + second.X);

    /// <summary>Difference, component by component.</summary>
    public static Index1D operator -(Index1D first, Index1D second) => new(first.X - second.X);

    /// <summary>Product, component by component.</summary>
    public static Index1D operator *(Index1D first, Index1D second) => new(first.X * second.X);

    /// <summary>Quotient, component by component.</summary>
    public static Index1D operator /(Index1D first, Index1D second) => new(first.X / second.X);

    /// <summary>Equality of every component.</summary>
    public static bool operator ==(Index1D first, Index1D second) => first.X == second.X;

    /// <summary>Difference in any component.</summary>
    public static bool operator !=(Index1D first, Index1D second) => !(first == second);

    /// <summary>The component.</summary>
    public static implicit operator int(Index1D idx) => idx.X;

    /// <summary>An index from its component.</summary>
    public static implicit operator Index1D(int idx) => new(idx);

    /// <summary>The component as an unsigned number.</summary>
    public static explicit operator uint(Index1D idx) => (uint)idx.X;

    /// <summary>The same index, 64 bits wide.</summary>
    public static implicit operator LongIndex1D(Index1D index) => new(index.X);

    /// <summary>The smaller of each component.</summary>
    public static Index1D Min(Index1D first, Index1D second) => new(Math.Min(first.X, second.X));

    /// <summary>The larger of each component.</summary>
    public static Index1D Max(Index1D first, Index1D second) => new(Math.Max(first.X, second.X));

    /// <summary>True when every component lies in [0, dimension).</summary>
    public bool InBounds(Index1D dimension) => (uint)X < (uint)dimension.X;

    /// <inheritdoc/>
    public bool Equals(Index1D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Index1D other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => X;

    /// <inheritdoc/>
    public override string ToString() => $"{X}";
}
