using System.Numerics;

namespace ILGPU;

/// <summary>Elementary operations on numbers.</summary>
public static class IntrinsicMath
{
    /// <summary>The smaller.</summary>
    public static float Min(float first, float second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static float Max(float first, float second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static float Clamp(float value, float min, float max) => Math.Max(Math.Min(value, max), min);

    /// <summary>The smaller.</summary>
    public static double Min(double first, double second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static double Max(double first, double second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static double Clamp(double value, double min, double max) => Math.Max(Math.Min(value, max), min);

    /// <summary>The smaller.</summary>
    public static int Min(int first, int second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static int Max(int first, int second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static int Clamp(int value, int min, int max) => Math.Max(Math.Min(value, max), min);

    /// <summary>The smaller.</summary>
    public static uint Min(uint first, uint second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static uint Max(uint first, uint second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static uint Clamp(uint value, uint min, uint max) => Math.Max(Math.Min(value, max), min);

    /// <summary>The smaller.</summary>
    public static long Min(long first, long second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static long Max(long first, long second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static long Clamp(long value, long min, long max) => Math.Max(Math.Min(value, max), min);

    /// <summary>The smaller.</summary>
    public static ulong Min(ulong first, ulong second) => Math.Min(first, second);

    /// <summary>The larger.</summary>
    public static ulong Max(ulong first, ulong second) => Math.Max(first, second);

    /// <summary>The value within limits.</summary>
    public static ulong Clamp(ulong value, ulong min, ulong max) => Math.Max(Math.Min(value, max), min);

    /// <summary>Absolute value.</summary>
    public static float Abs(float value) => Math.Abs(value);

    /// <summary>Absolute value.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>Absolute value.</summary>
    public static int Abs(int value) => value < 0 ? -value : value;

    /// <summary>Absolute value.</summary>
    public static long Abs(long value) => value < 0 ? -value : value;

    /// <summary>Number of bits set.</summary>
    public static int PopCount(int value) => BitOperations.PopCount((uint)value);

    /// <summary>Number of zero bits above the highest bit set.</summary>
    public static int LeadingZeroCount(int value) => BitOperations.LeadingZeroCount((uint)value);

    /// <summary>Number of zero bits below the lowest bit set.</summary>
    public static int TrailingZeroCount(int value) => BitOperations.TrailingZeroCount(value);

    /// <summary>Number of bits set.</summary>
    public static int PopCount(uint value) => BitOperations.PopCount(value);

    /// <summary>Number of zero bits above the highest bit set.</summary>
    public static int LeadingZeroCount(uint value) => BitOperations.LeadingZeroCount(value);

    /// <summary>Number of zero bits below the lowest bit set.</summary>
    public static int TrailingZeroCount(uint value) => BitOperations.TrailingZeroCount(value);

    /// <summary>Number of bits set.</summary>
    public static int PopCount(long value) => BitOperations.PopCount((ulong)value);

    /// <summary>Number of zero bits above the highest bit set.</summary>
    public static int LeadingZeroCount(long value) => BitOperations.LeadingZeroCount((ulong)value);

    /// <summary>Number of zero bits below the lowest bit set.</summary>
    public static int TrailingZeroCount(long value) => BitOperations.TrailingZeroCount(value);

    /// <summary>Number of bits set.</summary>
    public static int PopCount(ulong value) => BitOperations.PopCount(value);

    /// <summary>Number of zero bits above the highest bit set.</summary>
    public static int LeadingZeroCount(ulong value) => BitOperations.LeadingZeroCount(value);

    /// <summary>Number of zero bits below the lowest bit set.</summary>
    public static int TrailingZeroCount(ulong value) => BitOperations.TrailingZeroCount(value);

    /// <summary>Quotient, rounded up; for positive numbers.</summary>
    public static int DivRoundUp(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>Quotient, rounded down; for positive numbers.</summary>
    public static int DivRoundDown(int numerator, int denominator) => numerator / denominator;

    /// <summary>The first's size with the second's sign.</summary>
    public static float CopySign(float x, float y) => MathF.CopySign(x, y);
}
