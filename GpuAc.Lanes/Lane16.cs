using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Lanes;

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
    public static Lane16 Select(Lane16 mask, Lane16 ifTrue, Lane16 ifFalse) =>
        new(Vector512.ConditionalSelect(mask.v, ifTrue.v, ifFalse.v));

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
    public static Lane16 Min(Lane16 left, Lane16 right) => new(Avx512F.IsSupported
        ? Avx512F.Min(left.v, right.v)
        : Vector512.ConditionalSelect(Vector512.LessThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Max(Lane16 left, Lane16 right) => new(Avx512F.IsSupported
        ? Avx512F.Max(left.v, right.v)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Round(Lane16 value) => new(Vector512.Round(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Floor(Lane16 value) => new(Vector512.Floor(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 Scale(Lane16 value, Lane16 exponent)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.Scale(value.v, exponent.v));
        return new(Vector512.Create(
            Lane8.Scale(new(value.v.GetLower()), new(exponent.v.GetLower())).Value,
            Lane8.Scale(new(value.v.GetUpper()), new(exponent.v.GetUpper())).Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane16 SplitExponent(Lane16 value, out Lane16 exponent)
    {
        if (Avx512F.IsSupported)
        {
            exponent = new(Avx512F.GetExponent(value.v));
            return new(Avx512F.GetMantissa(value.v, 0));
        }

        var bits = value.v.AsInt32();
        exponent = new(Vector512.ConvertToSingle((bits >> 23) - Vector512.Create(127)));
        return new(((bits & Vector512.Create(0x007F_FFFF)) | Vector512.Create(0x3F80_0000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sum(Lane16 value) => Lane8.Sum(new(value.v.GetLower() + value.v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Quad<Lane16> Uniform4(RandomKey key, uint environment, ulong step, uint block)
    {
        var environments = Vector512.Create(environment) + Vector512<uint>.Indices;
        Philox.Draw(key, new BitLane16(environments), step, block, out var a, out var b, out var c, out var d);
        return new Quad<Lane16> { A = Uniform(a), B = Uniform(b), C = Uniform(c), D = Uniform(d) };
    }

    [MethodImpl(Inline)]
    private static Lane16 Uniform(BitLane16 bits) =>
        new(Vector512.ConvertToSingle((bits.Value >>> 8).AsInt32()) * Vector512.Create(Philox.UniformUnit));
}
