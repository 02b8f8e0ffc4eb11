using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>A two-dimensional index or extent; X runs fastest.</summary>
public readonly struct Index2D : IIndex, IEquatable<Index2D>
{
    /// <summary>Zero in every dimension.</summary>
    public static readonly Index2D Zero = new(0, 0);

    /// <summary>One in every dimension.</summary>
    public static readonly Index2D One = new(1, 1);

    /// <summary>The same value in every dimension.</summary>
    public Index2D(int value)
        : this(value, value)
    {
    }

    /// <summary>Makes an index.</summary>
    public Index2D(int x, int y)
    {
        X = x;
        Y = y;
    }

    /// <summary>X component.</summary>
    public int X { get; }

    /// <summary>Y component.</summary>
    public int Y { get; }

    /// <summary>True for the first index.</summary>
    public bool IsFirst => X == 0 && Y == 0;

    /// <summary>Number of elements of the space that this index spans as an extent.</summary>
    public int Size => X * Y;

    /// <inheritdoc/>
    public long LongSize => (long)X * Y;

    /// <inheritdoc/>
    public IndexType IndexType => IndexType.Index2D;

    /// <summary>Sum, component by component.</summary>
    public static Index2D operator +(Index2D first, Index2D second) => new(first.X + second.X, first.Y + second.Y);

    /// <summary>Difference, component by component.</summary>
    public static Index2D operator -(Index2D first, Index2D second) => new(first.X - second.X, first.Y - second.Y);

    /// <summary>Product, component by component.</summary>
    public static Index2D operator *(Index2D first, Index2D second) => new(first.X * second.X, first.Y * second.Y);

    /// <summary>Quotient, component by component.</summary>
    public static Index2D operator /(Index2D first, Index2D second) => new(first.X / second.X, first.Y / second.Y);

    /// <summary>Equality of every component.</summary>
    public static bool operator ==(Index2D first, Index2D second) => first.X == second.X && first.Y == second.Y;

    /// <summary>Difference in any component.</summary>
    public static bool operator !=(Index2D first, Index2D second) => !(first == second);

    /// <summary>An index from a tuple.</summary>
    public static implicit operator Index2D((int X, int Y) values) => new(values.X, values.Y);

    /// <summary>Splits the index into its components.</summary>
    public void Deconstruct(out int x, out int y)
    {
        x = X;
        y = Y;
    }

    /// <summary>The smaller of each component.</summary>
    public static Index2D Min(Index2D first, Index2D second) => new(Math.Min(first.X, second.X), Math.Min(first.Y, second.Y));

    /// <summary>The larger of each component.</summary>
    public static Index2D Max(Index2D first, Index2D second) => new(Math.Max(first.X, second.X), Math.Max(first.Y, second.Y));

    /// <summary>True when every component lies in [0, dimension).</summary>
    public bool InBounds(Index2D dimension) => (uint)X < (uint)dimension.X && (uint)Y < (uint)dimension.Y;

    /// <inheritdoc/>
    public bool Equals(Index2D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Index2D other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y})";
}
