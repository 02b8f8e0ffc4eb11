using System.Diagnostics.CodeAnalysis;

namespace ILGPU;

/// <summary>A three-dimensional index or extent; X runs fastest.</summary>
public readonly struct Index3D : IIndex, IEquatable<Index3D>
{
    /// <summary>Zero in every dimension.</summary>
    public static readonly Index3D Zero = new(0, 0, 0);

    /// <summary>One in every dimension.</summary>
    public static readonly Index3D One = new(1, 1, 1);

    /// <summary>The same value in every dimension.</summary>
    public Index3D(int value)
        : this(value, value, value)
    {
    }

    /// <summary>A plane index and a depth.</summary>
    public Index3D(Index2D xy, int z)
        : this(xy.X, xy.Y, z)
    {
    }

    /// <summary>Makes an index.</summary>
    public Index3D(int x, int y, int z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>X component.</summary>
    public int X { get; }

    /// <summary>Y component.</summary>
    public int Y { get; }

    /// <summary>Z component.</summary>
    public int Z { get; }

    /// <summary>True for the first index.</summary>
    public bool IsFirst => X == 0 && Y == 0 && Z == 0;

    /// <summary>Number of elements of the space that this index spans as an extent.</summary>
    public int Size => X * Y * Z;

    /// <inheritdoc/>
    public long LongSize => (long)X * Y * Z;

    /// <inheritdoc/>
    public IndexType IndexType => IndexType.Index3D;

    /// <summary>Sum, component by component.</summary>
    public static Index3D operator +(Index3D first, Index3D second) => new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    /// <summary>Difference, component by component.</summary>
    public static Index3D operator -(Index3D first, Index3D second) => new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);

    /// <summary>Product, component by component.</summary>
    public static Index3D operator *(Index3D first, Index3D second) => new(first.X * second.X, first.Y * second.Y, first.Z * second.Z);

    /// <summary>Quotient, component by component.</summary>
    public static Index3D operator /(Index3D first, Index3D second) => new(first.X / second.X, first.Y / second.Y, first.Z / second.Z);

    /// <summary>Equality of every component.</summary>
    public static bool operator ==(Index3D first, Index3D second) => first.X == second.X && first.Y == second.Y && first.Z == second.Z;

    /// <summary>Difference in any component.</summary>
    public static bool operator !=(Index3D first, Index3D second) => !(first == second);

    /// <summary>An index from a tuple.</summary>
    public static implicit operator Index3D((int X, int Y, int Z) values) => new(values.X, values.Y, values.Z);

    /// <summary>Splits the index into its components.</summary>
    public void Deconstruct(out int x, out int y, out int z)
    {
        x = X;
        y = Y;
        z = Z;
    }

    /// <summary>The smaller of each component.</summary>
    public static Index3D Min(Index3D first, Index3D second) =>
        new(Math.Min(first.X, second.X), Math.Min(first.Y, second.Y), Math.Min(first.Z, second.Z));

    /// <summary>The larger of each component.</summary>
    public static Index3D Max(Index3D first, Index3D second) =>
        new(Math.Max(first.X, second.X), Math.Max(first.Y, second.Y), Math.Max(first.Z, second.Z));

    /// <summary>True when every component lies in [0, dimension).</summary>
    public bool InBounds(Index3D dimension) => (uint)X < (uint)dimension.X && (uint)Y < (uint)dimension.Y && (uint)Z < (uint)dimension.Z;

    /// <inheritdoc/>
    public bool Equals(Index3D other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Index3D other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y, Z);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y}, {Z})";
}
