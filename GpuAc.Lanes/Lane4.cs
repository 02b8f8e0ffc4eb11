using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuAc.Lanes;

/// <summary>Four float32 lanes in one <see cref="Vector128{T}"/>; fast on every 64-bit CPU.</summary>
public readonly struct Lane4 : IFloatLane<Lane4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<float> v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(Inline)]
    public Lane4(Vector128<float> value) => v = value;

    /// <summary>The register.</summary>
    public Vector128<float> Value
    {
        [MethodImpl(Inline)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(Inline)]
        get => 4;
    }

    /// <inheritdoc/>
    public static Lane4 Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector128<float>.Zero);
    }

    /// <inheritdoc/>
    public static Lane4 One
    {
        [MethodImpl(Inline)]
        get => new(Vector128<float>.One);
    }

    /// <inheritdoc/>
    public static Lane4 Iota
    {
        [MethodImpl(Inline)]
        get => new(Vector128<float>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Of(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static unsafe Lane4 Load(float* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public unsafe void Store(float* destination) => v.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator +(Lane4 left, Lane4 right) => new(left.v + right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator -(Lane4 left, Lane4 right) => new(left.v - right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator *(Lane4 left, Lane4 right) => new(left.v * right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator /(Lane4 left, Lane4 right) => new(left.v / right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator -(Lane4 value) => new(-value.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator <(Lane4 left, Lane4 right) => new(Vector128.LessThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator >(Lane4 left, Lane4 right) => new(Vector128.GreaterThan(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator <=(Lane4 left, Lane4 right) => new(Vector128.LessThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator >=(Lane4 left, Lane4 right) => new(Vector128.GreaterThanOrEqual(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator &(Lane4 left, Lane4 right) => new(left.v & right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator |(Lane4 left, Lane4 right) => new(left.v | right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 operator ~(Lane4 mask) => new(~mask.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Equal(Lane4 left, Lane4 right) => new(Vector128.Equals(left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Select(Lane4 mask, Lane4 ifTrue, Lane4 ifFalse) => new(Vector128.ConditionalSelect(mask.v, ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lane4 mask) => mask.v.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool All(Lane4 mask) => mask.v.ExtractMostSignificantBits() == 0xF;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 MultiplyAdd(Lane4 a, Lane4 b, Lane4 c) => new(Vector128.MultiplyAddEstimate(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Abs(Lane4 value) => new(Vector128.Abs(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Sqrt(Lane4 value) => new(Vector128.Sqrt(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Min(Lane4 left, Lane4 right) => new(Sse.IsSupported
        ? Sse.Min(left.v, right.v)
        : Vector128.ConditionalSelect(Vector128.LessThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Max(Lane4 left, Lane4 right) => new(Sse.IsSupported
        ? Sse.Max(left.v, right.v)
        : Vector128.ConditionalSelect(Vector128.GreaterThan(left.v, right.v), left.v, right.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Round(Lane4 value) => new(Vector128.Round(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Floor(Lane4 value) => new(Vector128.Floor(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 Scale(Lane4 value, Lane4 exponent)
    {
        // Three factors, as one float holds only 2^±126 or so. The largest comes last, so that a result below the normal
        // range is rounded once: an earlier product can only be subnormal when the final one is zero.
        var limit = Vector128.Create(100);
        var e = Vector128.ConvertToInt32Native(exponent.v);
        var first = Vector128.Min(Vector128.Max(e, -limit), limit);
        var rest = e - first;
        var second = Vector128.Min(Vector128.Max(rest, -limit), limit);
        return new(value.v * PowerOfTwo(rest - second) * PowerOfTwo(second) * PowerOfTwo(first));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane4 SplitExponent(Lane4 value, out Lane4 exponent)
    {
        var bits = value.v.AsInt32();
        exponent = new(Vector128.ConvertToSingle((bits >> 23) - Vector128.Create(127)));
        return new(((bits & Vector128.Create(0x007F_FFFF)) | Vector128.Create(0x3F80_0000)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sum(Lane4 value)
    {
        var pair = value.v + Vector128.Shuffle(value.v, Vector128.Create(2, 3, 0, 1));
        return pair.ToScalar() + pair.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Quad<Lane4> Uniform4(RandomKey key, uint environment, ulong step, uint block)
    {
        var environments = Vector128.Create(environment) + Vector128<uint>.Indices;
        Philox.Draw(key, new BitLane4(environments), step, block, out var a, out var b, out var c, out var d);
        return new Quad<Lane4> { A = Uniform(a), B = Uniform(b), C = Uniform(c), D = Uniform(d) };
    }

    [MethodImpl(Inline)]
    private static Lane4 Uniform(BitLane4 bits) =>
        new(Vector128.ConvertToSingle((bits.Value >>> 8).AsInt32()) * Vector128.Create(Philox.UniformUnit));

    [MethodImpl(Inline)]
    private static Vector128<float> PowerOfTwo(Vector128<int> exponent) => ((exponent + Vector128.Create(127)) << 23).AsSingle();
}
