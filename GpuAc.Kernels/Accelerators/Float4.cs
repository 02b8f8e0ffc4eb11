using System.Runtime.CompilerServices;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Four neighbouring values: what a GPU thread reads with one instruction.</summary>
internal struct Float4
{
    /// <summary>The values, in the order of memory.</summary>
    public float X, Y, Z, W;

    /// <summary>Their sum, pairwise.</summary>
    public readonly float Sum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (X + Y) + (Z + W);
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator +(Float4 a, Float4 b) => new() { X = a.X + b.X, Y = a.Y + b.Y, Z = a.Z + b.Z, W = a.W + b.W };

    /// <summary>a · b, value by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator *(Float4 a, Float4 b) => new() { X = a.X * b.X, Y = a.Y * b.Y, Z = a.Z * b.Z, W = a.W * b.W };

    /// <summary>a · b + c with one factor for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 MultiplyAdd(float a, Float4 b, Float4 c) =>
        new() { X = (a * b.X) + c.X, Y = (a * b.Y) + c.Y, Z = (a * b.Z) + c.Z, W = (a * b.W) + c.W };

    /// <summary>a · b + c, value by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 MultiplyAdd(Float4 a, Float4 b, Float4 c) =>
        new() { X = (a.X * b.X) + c.X, Y = (a.Y * b.Y) + c.Y, Z = (a.Z * b.Z) + c.Z, W = (a.W * b.W) + c.W };

    /// <summary>The same value four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Of(float value) => new() { X = value, Y = value, Z = value, W = value };
}
