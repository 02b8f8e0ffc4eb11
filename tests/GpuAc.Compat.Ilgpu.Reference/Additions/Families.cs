// Families that the listing shows for few types only ("members of generated families are listed for few type arguments"), and the
// conversions of LongIndex1D, of which it shows no operators; all are in the package's sources.

namespace ILGPU;

public static partial class Atomic
{
    public static uint Add(ref uint target, uint value) => throw null!;

    public static ulong Add(ref ulong target, ulong value) => throw null!;

    public static double Add(ref double target, double value) => throw null!;

    public static uint Max(ref uint target, uint value) => throw null!;

    public static ulong Max(ref ulong target, ulong value) => throw null!;

    public static double Max(ref double target, double value) => throw null!;

    public static uint Min(ref uint target, uint value) => throw null!;

    public static ulong Min(ref ulong target, ulong value) => throw null!;

    public static double Min(ref double target, double value) => throw null!;

    public static uint Exchange(ref uint target, uint value) => throw null!;

    public static ulong Exchange(ref ulong target, ulong value) => throw null!;

    public static double Exchange(ref double target, double value) => throw null!;

    public static uint CompareExchange(ref uint target, uint compare, uint value) => throw null!;

    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) => throw null!;

    public static double CompareExchange(ref double target, double compare, double value) => throw null!;

    public static uint And(ref uint target, uint value) => throw null!;

    public static ulong And(ref ulong target, ulong value) => throw null!;

    public static uint Or(ref uint target, uint value) => throw null!;

    public static ulong Or(ref ulong target, ulong value) => throw null!;

    public static uint Xor(ref uint target, uint value) => throw null!;

    public static ulong Xor(ref ulong target, ulong value) => throw null!;
}

public static partial class IntrinsicMath
{
    public static double Abs(double value) => throw null!;

    public static long Abs(long value) => throw null!;

    public static double Min(double first, double second) => throw null!;

    public static long Min(long first, long second) => throw null!;

    public static uint Min(uint first, uint second) => throw null!;

    public static ulong Min(ulong first, ulong second) => throw null!;

    public static double Max(double first, double second) => throw null!;

    public static long Max(long first, long second) => throw null!;

    public static uint Max(uint first, uint second) => throw null!;

    public static ulong Max(ulong first, ulong second) => throw null!;

    public static double Clamp(double value, double min, double max) => throw null!;

    public static long Clamp(long value, long min, long max) => throw null!;

    public static uint Clamp(uint value, uint min, uint max) => throw null!;

    public static ulong Clamp(ulong value, ulong min, ulong max) => throw null!;

    public static int PopCount(uint value) => throw null!;

    public static int PopCount(long value) => throw null!;

    public static int PopCount(ulong value) => throw null!;

    public static int LeadingZeroCount(uint value) => throw null!;

    public static int LeadingZeroCount(long value) => throw null!;

    public static int LeadingZeroCount(ulong value) => throw null!;

    public static int TrailingZeroCount(uint value) => throw null!;

    public static int TrailingZeroCount(long value) => throw null!;

    public static int TrailingZeroCount(ulong value) => throw null!;
}

public readonly partial struct LongIndex1D
{
    public static implicit operator LongIndex1D(long idx) => throw null!;

    public static implicit operator long(LongIndex1D idx) => throw null!;

    public static explicit operator Index1D(LongIndex1D idx) => throw null!;
}
