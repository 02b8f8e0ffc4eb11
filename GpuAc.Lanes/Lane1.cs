using System.Runtime.CompilerServices;

namespace GpuAc.Lanes;

/// <summary>One float32: the lane of a GPU thread, and the scalar reference that the wider lanes are tested against.</summary>
/// <remarks>
/// Written with nothing that a GPU kernel compiler would not know: no vectors, no fused multiply-add (a·b + c rounds twice unless
/// the device contracts it). A mask is 1 or 0.
/// </remarks>
public readonly struct Lane1 : IFloatLane<Lane1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly float v;

    /// <summary>Wraps a value.</summary>
    [MethodImpl(Inline)]
    public Lane1(float value) => v = value;

    /// <summary>The value.</summary>
    public float Value
    {
        [MethodImpl(Inline)]
        get => v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(Inline)]
        get => 1;
    }

    /// <inheritdoc/>
    public static Lane1 Zero
    {
        [MethodImpl(Inline)]
        get => new(0f);
    }

    /// <inheritdoc/>
    public static Lane1 One
    {
        [MethodImpl(Inline)]
        get => new(1f);
    }

    /// <inheritdoc/>
    public static Lane1 Iota
    {
        [MethodImpl(Inline)]
        get => new(0f);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Of(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static unsafe Lane1 Load(float* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public unsafe void Store(float* destination) => *destination = v;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator +(Lane1 left, Lane1 right) => new(left.v + right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator -(Lane1 left, Lane1 right) => new(left.v - right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator *(Lane1 left, Lane1 right) => new(left.v * right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator /(Lane1 left, Lane1 right) => new(left.v / right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator -(Lane1 value) => new(-value.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator <(Lane1 left, Lane1 right) => Mask(left.v < right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator >(Lane1 left, Lane1 right) => Mask(left.v > right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator <=(Lane1 left, Lane1 right) => Mask(left.v <= right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator >=(Lane1 left, Lane1 right) => Mask(left.v >= right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator &(Lane1 left, Lane1 right) => Mask(left.v != 0f & right.v != 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator |(Lane1 left, Lane1 right) => Mask(left.v != 0f | right.v != 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 operator ~(Lane1 mask) => Mask(mask.v == 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Equal(Lane1 left, Lane1 right) => Mask(left.v == right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Select(Lane1 mask, Lane1 ifTrue, Lane1 ifFalse) => new(mask.v != 0f ? ifTrue.v : ifFalse.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lane1 mask) => mask.v != 0f;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool All(Lane1 mask) => mask.v != 0f;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 MultiplyAdd(Lane1 a, Lane1 b, Lane1 c) => new((a.v * b.v) + c.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Abs(Lane1 value) => new(MathF.Abs(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Sqrt(Lane1 value) => new(MathF.Sqrt(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Min(Lane1 left, Lane1 right) => new(left.v < right.v ? left.v : right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Max(Lane1 left, Lane1 right) => new(left.v > right.v ? left.v : right.v);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Round(Lane1 value) => new(MathF.Round(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Floor(Lane1 value) => new(MathF.Floor(value.v));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 Scale(Lane1 value, Lane1 exponent)
    {
        // Three factors, as one float holds only 2^±126 or so. The largest comes last, so that a result below the normal
        // range is rounded once: an earlier product can only be subnormal when the final one is zero.
        var e = (int)exponent.v;
        var first = Math.Clamp(e, -100, 100);
        var second = Math.Clamp(e - first, -100, 100);
        var third = e - first - second;
        return new(value.v * PowerOfTwo(third) * PowerOfTwo(second) * PowerOfTwo(first));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane1 SplitExponent(Lane1 value, out Lane1 exponent)
    {
        var bits = BitConverter.SingleToInt32Bits(value.v);
        exponent = new((bits >> 23) - 127);
        return new(BitConverter.Int32BitsToSingle((bits & 0x007F_FFFF) | 0x3F80_0000));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Sum(Lane1 value) => value.v;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Quad<Lane1> Uniform4(RandomKey key, uint environment, ulong step, uint block)
    {
        Philox.Draw(key, new BitLane1(environment), step, block, out var a, out var b, out var c, out var d);
        return new Quad<Lane1>
        {
            A = new(Philox.ToUniform(a.Value)),
            B = new(Philox.ToUniform(b.Value)),
            C = new(Philox.ToUniform(c.Value)),
            D = new(Philox.ToUniform(d.Value)),
        };
    }

    [MethodImpl(Inline)]
    private static Lane1 Mask(bool condition) => new(condition ? 1f : 0f);

    [MethodImpl(Inline)]
    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);
}
