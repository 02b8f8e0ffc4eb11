using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Lanes;

/// <summary>Eight float32 lanes in one <see cref="Vector256{T}"/>; fast where AVX2 and FMA are present.</summary>
public readonly struct Lane8 : IFloatLane<Lane8>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(Inline)]
    public Lane8(Vector256<float> value) => v = value;

    /// <summary>The register.</summary>
    public Vector256<float> Value
    {
        [MethodImpl(Inline)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(Inline)]
        get => 8;
    }

    /// <inheritdoc/>
    public static Lane8 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<float>.Zero);
    }

    /// <inheritdoc/>
    public static Lane8 One
    {
        [MethodImpl(Inline)]
        get => new(Vector256<float>.One);
    }

    /// <inheritdoc/>
    public static Lane8 Iota
    {
        [MethodImpl(Inline)]
        get => new(Vector256<float>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Of(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static unsafe Lane8 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public unsafe void Store(float* destination) => v.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator +(Lane8 left, Lane8 right) => new(left.v + right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator -(Lane8 left, Lane8 right) => new(left.v - right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator *(Lane8 left, Lane8 right) => new(left.v * right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator /(Lane8 left, Lane8 right) => new(left.v / right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator -(Lane8 value) => new(-value.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator <(Lane8 left, Lane8 right) => new(Vector256.LessThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator >(Lane8 left, Lane8 right) => new(Vector256.GreaterThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator <=(Lane8 left, Lane8 right) => new(Vector256.LessThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator >=(Lane8 left, Lane8 right) => new(Vector256.GreaterThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator &(Lane8 left, Lane8 right) => new(left.v & right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator |(Lane8 left, Lane8 right) => new(left.v | right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 operator ~(Lane8 mask) => new(~mask.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Equal(Lane8 left, Lane8 right) => new(Vector256.Equals(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Select(Lane8 mask, Lane8 ifTrue, Lane8 ifFalse) => new(Vector256.ConditionalSelect(mask.v, ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lane8 mask) => mask.v.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool All(Lane8 mask) => mask.v.ExtractMostSignificantBits() == 0xFF;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 MultiplyAdd(Lane8 a, Lane8 b, Lane8 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Abs(Lane8 value) => new(Vector256.Abs(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Sqrt(Lane8 value) => new(Vector256.Sqrt(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Min(Lane8 left, Lane8 right) => new(Avx.IsSupported
        ? Avx.Min(left.v, right.v)
        : Vector256.ConditionalSelect(Vector256.LessThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Max(Lane8 left, Lane8 right) => new(Avx.IsSupported
        ? Avx.Max(left.v, right.v)
        : Vector256.ConditionalSelect(Vector256.GreaterThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Round(Lane8 value) => new(Vector256.Round(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Floor(Lane8 value) => new(Vector256.Floor(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 Scale(Lane8 value, Lane8 exponent)
    {
        // Three factors, as one float holds only 2^±126 or so. The largest comes last, so that a result below the normal
        // range is rounded once: an earlier product can only be subnormal when the final one is zero.
        var limit = Vector256.Create(100);
        var e = Vector256.ConvertToInt32Native(exponent.v);
        var first = Vector256.Min(Vector256.Max(e, -limit), limit);
        var rest = e - first;
        var second = Vector256.Min(Vector256.Max(rest, -limit), limit);
        return new(value.v * PowerOfTwo(rest - second) * PowerOfTwo(second) * PowerOfTwo(first));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane8 SplitExponent(Lane8 value, out Lane8 exponent)
    {
        var bits = value.v.AsInt32();
        exponent = new(Vector256.ConvertToSingle((bits >> 23) - Vector256.Create(127)));
        return new(((bits & Vector256.Create(0x007F_FFFF)) | Vector256.Create(0x3F80_0000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sum(Lane8 value) => Lane4.Sum(new(value.v.GetLower() + value.v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Quad<Lane8> Uniform4(RandomKey key, uint environment, ulong step, uint block)
    {
        var environments = Vector256.Create(environment) + Vector256<uint>.Indices;
        Philox.Draw(key, new BitLane8(environments), step, block, out var a, out var b, out var c, out var d);
        return new Quad<Lane8> { A = Uniform(a), B = Uniform(b), C = Uniform(c), D = Uniform(d) };
    }

    [MethodImpl(Inline)]
    private static Lane8 Uniform(BitLane8 bits) =>
        new(Vector256.ConvertToSingle((bits.Value >>> 8).AsInt32()) * Vector256.Create(Philox.UniformUnit));

    [MethodImpl(Inline)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) => ((exponent + Vector256.Create(127)) << 23).AsSingle();
}
