namespace GpuAc.Lanes;

/// <summary>
/// A register of <see cref="Width"/> float32 values, one per environment or sample. All mathematics of GpuAc is written
/// once against this contract and runs sixteen, eight or four environments per instruction on a CPU, or one per GPU thread.
/// </summary>
/// <typeparam name="F">The implementing lane type itself.</typeparam>
/// <remarks>
/// Code over lanes never branches on lane data. A comparison gives a <em>mask</em>, itself an <typeparamref name="F"/>, whose
/// bits are meant only for <see cref="Select"/>, the mask operators <c>&amp; | ~</c>, <see cref="Any"/> and <see cref="All"/>;
/// to keep a mask in memory, store <c>F.Select(mask, F.One, F.Zero)</c>. Every member is one or a few instructions and must be
/// inlined; longer functions (exp, tanh, sin) are in <see cref="LaneMath"/>.
/// </remarks>
public interface IFloatLane<F>
    where F : struct, IFloatLane<F>
{
    /// <summary>Number of float32 values in one register: 1, 4, 8 or 16.</summary>
    static abstract int Width { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract F Zero { get; }

    /// <summary>One in every lane.</summary>
    static abstract F One { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract F Of(float value);

    /// <summary>0, 1, 2, ... , <see cref="Width"/> − 1.</summary>
    static abstract F Iota { get; }

    /// <summary>Reads <see cref="Width"/> consecutive values; no alignment is required.</summary>
    static abstract unsafe F Load(float* source);

    /// <summary>Writes <see cref="Width"/> consecutive values; no alignment is required.</summary>
    unsafe void Store(float* destination);

    /// <summary>Sum.</summary>
    static abstract F operator +(F left, F right);

    /// <summary>Difference.</summary>
    static abstract F operator -(F left, F right);

    /// <summary>Product.</summary>
    static abstract F operator *(F left, F right);

    /// <summary>Quotient, correctly rounded.</summary>
    static abstract F operator /(F left, F right);

    /// <summary>Negation.</summary>
    static abstract F operator -(F value);

    /// <summary>Mask of the lanes where left &lt; right; false where either is NaN.</summary>
    static abstract F operator <(F left, F right);

    /// <summary>Mask of the lanes where left &gt; right; false where either is NaN.</summary>
    static abstract F operator >(F left, F right);

    /// <summary>Mask of the lanes where left ≤ right; false where either is NaN.</summary>
    static abstract F operator <=(F left, F right);

    /// <summary>Mask of the lanes where left ≥ right; false where either is NaN.</summary>
    static abstract F operator >=(F left, F right);

    /// <summary>Both masks.</summary>
    static abstract F operator &(F left, F right);

    /// <summary>Either mask.</summary>
    static abstract F operator |(F left, F right);

    /// <summary>The opposite mask.</summary>
    static abstract F operator ~(F mask);

    /// <summary>Mask of the lanes where the two are equal; false where either is NaN.</summary>
    static abstract F Equal(F left, F right);

    /// <summary><paramref name="ifTrue"/> where the mask holds, <paramref name="ifFalse"/> elsewhere.</summary>
    static abstract F Select(F mask, F ifTrue, F ifFalse);

    /// <summary>True when the mask holds in at least one lane. For schedules; mathematics does not branch.</summary>
    static abstract bool Any(F mask);

    /// <summary>True when the mask holds in every lane. For schedules; mathematics does not branch.</summary>
    static abstract bool All(F mask);

    /// <summary>a·b + c, rounded once where the hardware fuses it.</summary>
    static abstract F MultiplyAdd(F a, F b, F c);

    /// <summary>Absolute value.</summary>
    static abstract F Abs(F value);

    /// <summary>Square root, correctly rounded; NaN below zero.</summary>
    static abstract F Sqrt(F value);

    /// <summary>The smaller; <paramref name="right"/> where either is NaN.</summary>
    static abstract F Min(F left, F right);

    /// <summary>The larger; <paramref name="right"/> where either is NaN.</summary>
    static abstract F Max(F left, F right);

    /// <summary>Nearest integral value, ties to even.</summary>
    static abstract F Round(F value);

    /// <summary>Largest integral value not above.</summary>
    static abstract F Floor(F value);

    /// <summary>
    /// value · 2^<paramref name="exponent"/> for an integral exponent in [−300, 300]; overflows to infinity, underflows gradually or to
    /// zero.
    /// </summary>
    static abstract F Scale(F value, F exponent);

    /// <summary>Splits a positive finite normal value into mantissa · 2^exponent with the mantissa in [1, 2).</summary>
    static abstract F SplitExponent(F value, out F exponent);

    /// <summary>Sum over the lanes, in a fixed order (pairwise halves), so that it is repeatable for one width.</summary>
    static abstract float Sum(F value);

    /// <summary>
    /// Four words of Philox-4x32-10 per lane as uniform floats in [0, 1) with 24 random bits each. Lane i draws for
    /// environment <paramref name="environment"/> + i, so a draw does not depend on the lane width.
    /// </summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="environment">Index of the first lane's environment or sample.</param>
    /// <param name="step">Time step, the second counter.</param>
    /// <param name="block">Index of the group of four draws at this step, from 0.</param>
    static abstract Quad<F> Uniform4(RandomKey key, uint environment, ulong step, uint block);
}
