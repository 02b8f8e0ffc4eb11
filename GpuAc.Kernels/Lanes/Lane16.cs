using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Kernels.Lanes;

/// <summary>Sixteen float32 lanes in one <see cref="Vector512{T}"/>; fast where AVX-512F and DQ are present.</summary>
public readonly struct Lane16 : IFloatLane<Lane16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(Inline)]
    public Lane16(Vector512<float> value) => v = value;

    /// <summary>The register.</summary>
    public Vector512<float> Value
    {
        [MethodImpl(Inline)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(Inline)]
        get => 16;
    }

    /// <inheritdoc/>
    public static Lane16 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<float>.Zero);
    }

    /// <inheritdoc/>
    public static Lane16 One
    {
        [MethodImpl(Inline)]
        get => new(Vector512<float>.One);
    }

    /// <inheritdoc/>
    public static Lane16 Iota
    {
        [MethodImpl(Inline)]
        get => new(Vector512<float>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Of(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static unsafe Lane16 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public unsafe void Store(float* destination) => v.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator +(Lane16 left, Lane16 right) => new(left.v + right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator -(Lane16 left, Lane16 right) => new(left.v - right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator *(Lane16 left, Lane16 right) => new(left.v * right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator /(Lane16 left, Lane16 right) => new(left.v / right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator -(Lane16 value) => new(-value.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator <(Lane16 left, Lane16 right) => new(Vector512.LessThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator >(Lane16 left, Lane16 right) => new(Vector512.GreaterThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator <=(Lane16 left, Lane16 right) => new(Vector512.LessThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator >=(Lane16 left, Lane16 right) => new(Vector512.GreaterThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator &(Lane16 left, Lane16 right) => new(left.v & right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator |(Lane16 left, Lane16 right) => new(left.v | right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 operator ~(Lane16 mask) => new(~mask.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Equal(Lane16 left, Lane16 right) => new(Vector512.Equals(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Select(Lane16 mask, Lane16 ifTrue, Lane16 ifFalse) => new(Vector512.ConditionalSelect(mask.v, ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lane16 mask) => mask.v.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool All(Lane16 mask) => mask.v.ExtractMostSignificantBits() == 0xFFFF;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 MultiplyAdd(Lane16 a, Lane16 b, Lane16 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Abs(Lane16 value) => new(Vector512.Abs(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Sqrt(Lane16 value) => new(Vector512.Sqrt(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Min(Lane16 left, Lane16 right) => new(Vector512.MinNative(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Max(Lane16 left, Lane16 right) => new(Vector512.MaxNative(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Round(Lane16 value) => new(Vector512.Round(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Floor(Lane16 value) => new(Vector512.Floor(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Scale(Lane16 value, Lane16 exponent) => new(Avx512F.Scale(value.v, exponent.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 SplitExponent(Lane16 value, out Lane16 exponent)
    {
        exponent = new(Avx512F.GetExponent(value.v));
        return new(Avx512F.GetMantissa(value.v, 0));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sum(Lane16 value) => Vector512.Sum(value.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Quad<Lane16> Uniform4(RandomKey key, uint environment, ulong step, uint block) => throw new NotSupportedException("Philox is not connected yet.");
}
