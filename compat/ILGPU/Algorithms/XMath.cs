namespace ILGPU.Algorithms;

/// <summary>Mathematics for kernels. Devices use their own functions: compare with a tolerance.</summary>
public static class XMath
{
    /// <summary>e.</summary>
    public const float E = 2.718281828459045f;

    /// <summary>π.</summary>
    public const float PI = 3.141592653589793f;

    /// <summary>π/2.</summary>
    public const float PIHalf = 1.5707963267948966f;

    /// <summary>π/4.</summary>
    public const float PIFourth = 0.7853981633974483f;

    /// <summary>1/π.</summary>
    public const float OneOverPI = 0.3183098861837907f;

    /// <summary>ln 2.</summary>
    public const float Ln2 = 0.6931471805599453f;

    /// <summary>1/ln 2.</summary>
    public const float OneOverLn2 = 1.4426950408889634f;

    /// <summary>ln 10.</summary>
    public const float Ln10 = 2.302585092994046f;

    /// <summary>√2.</summary>
    public const float Sqrt2 = 1.4142135623730951f;

    /// <summary>Absolute value.</summary>
    public static float Abs(float value) => Math.Abs(value);

    /// <summary>Largest integral value not above.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <summary>Smallest integral value not below.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <summary>The value without its fraction.</summary>
    public static float Truncate(float value) => MathF.Truncate(value);

    /// <summary>Nearest integral value, ties to even.</summary>
    public static float RoundToEven(float value) => MathF.Round(value);

    /// <summary>Nearest integral value, ties to even.</summary>
    public static float Round(float value) => MathF.Round(value);

    /// <summary>Square root.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>e to the power of the value.</summary>
    public static float Exp(float value) => MathF.Exp(value);

    /// <summary>Natural logarithm.</summary>
    public static float Log(float value) => MathF.Log(value);

    /// <summary>Logarithm to base 2.</summary>
    public static float Log2(float value) => MathF.Log2(value);

    /// <summary>Logarithm to base 10.</summary>
    public static float Log10(float value) => MathF.Log10(value);

    /// <summary>Sine.</summary>
    public static float Sin(float value) => MathF.Sin(value);

    /// <summary>Cosine.</summary>
    public static float Cos(float value) => MathF.Cos(value);

    /// <summary>Tangent.</summary>
    public static float Tan(float value) => MathF.Tan(value);

    /// <summary>Hyperbolic tangent.</summary>
    public static float Tanh(float value) => MathF.Tanh(value);

    /// <summary>Hyperbolic sine.</summary>
    public static float Sinh(float value) => MathF.Sinh(value);

    /// <summary>Hyperbolic cosine.</summary>
    public static float Cosh(float value) => MathF.Cosh(value);

    /// <summary>Inverse sine.</summary>
    public static float Asin(float value) => MathF.Asin(value);

    /// <summary>Inverse cosine.</summary>
    public static float Acos(float value) => MathF.Acos(value);

    /// <summary>Inverse tangent.</summary>
    public static float Atan(float value) => MathF.Atan(value);

    /// <summary>The angle of the point (x, y).</summary>
    public static float Atan2(float y, float x) => MathF.Atan2(y, x);

    /// <summary>x to the power of y.</summary>
    public static float Pow(float @base, float exp) => MathF.Pow(@base, exp);

    /// <summary>2 to the power of the value.</summary>
    public static float Exp2(float value) => MathF.Pow(2, value);

    /// <summary>Reciprocal.</summary>
    public static float Rcp(float value) => 1f / value;

    /// <summary>Reciprocal square root.</summary>
    public static float Rsqrt(float value) => 1f / MathF.Sqrt(value);

    /// <summary>Remainder of the division towards zero.</summary>
    public static float Rem(float x, float y) => x % y;

    /// <summary>True for NaN.</summary>
    public static bool IsNaN(float value) => float.IsNaN(value);

    /// <summary>True for an infinity.</summary>
    public static bool IsInfinity(float value) => float.IsInfinity(value);

    /// <summary>True for what is neither NaN nor infinite.</summary>
    public static bool IsFinite(float value) => float.IsFinite(value);

    /// <summary>Absolute value.</summary>
    public static double Abs(double value) => Math.Abs(value);

    /// <summary>Largest integral value not above.</summary>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>Smallest integral value not below.</summary>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>The value without its fraction.</summary>
    public static double Truncate(double value) => Math.Truncate(value);

    /// <summary>Nearest integral value, ties to even.</summary>
    public static double RoundToEven(double value) => Math.Round(value);

    /// <summary>Nearest integral value, ties to even.</summary>
    public static double Round(double value) => Math.Round(value);

    /// <summary>Square root.</summary>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>e to the power of the value.</summary>
    public static double Exp(double value) => Math.Exp(value);

    /// <summary>Natural logarithm.</summary>
    public static double Log(double value) => Math.Log(value);

    /// <summary>Logarithm to base 2.</summary>
    public static double Log2(double value) => Math.Log2(value);

    /// <summary>Logarithm to base 10.</summary>
    public static double Log10(double value) => Math.Log10(value);

    /// <summary>Sine.</summary>
    public static double Sin(double value) => Math.Sin(value);

    /// <summary>Cosine.</summary>
    public static double Cos(double value) => Math.Cos(value);

    /// <summary>Tangent.</summary>
    public static double Tan(double value) => Math.Tan(value);

    /// <summary>Hyperbolic tangent.</summary>
    public static double Tanh(double value) => Math.Tanh(value);

    /// <summary>Hyperbolic sine.</summary>
    public static double Sinh(double value) => Math.Sinh(value);

    /// <summary>Hyperbolic cosine.</summary>
    public static double Cosh(double value) => Math.Cosh(value);

    /// <summary>Inverse sine.</summary>
    public static double Asin(double value) => Math.Asin(value);

    /// <summary>Inverse cosine.</summary>
    public static double Acos(double value) => Math.Acos(value);

    /// <summary>Inverse tangent.</summary>
    public static double Atan(double value) => Math.Atan(value);

    /// <summary>The angle of the point (x, y).</summary>
    public static double Atan2(double y, double x) => Math.Atan2(y, x);

    /// <summary>x to the power of y.</summary>
    public static double Pow(double @base, double exp) => Math.Pow(@base, exp);

    /// <summary>2 to the power of the value.</summary>
    public static double Exp2(double value) => Math.Pow(2, value);

    /// <summary>Reciprocal.</summary>
    public static double Rcp(double value) => 1d / value;

    /// <summary>Reciprocal square root.</summary>
    public static double Rsqrt(double value) => 1d / Math.Sqrt(value);

    /// <summary>Remainder of the division towards zero.</summary>
    public static double Rem(double x, double y) => x % y;

    /// <summary>True for NaN.</summary>
    public static bool IsNaN(double value) => double.IsNaN(value);

    /// <summary>True for an infinity.</summary>
    public static bool IsInfinity(double value) => double.IsInfinity(value);

    /// <summary>True for what is neither NaN nor infinite.</summary>
    public static bool IsFinite(double value) => double.IsFinite(value);

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
    public static int Abs(int value) => value < 0 ? -value : value;

    /// <summary>Quotient, rounded up; for positive numbers.</summary>
    public static int DivRoundUp(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>Quotient, rounded down; for positive numbers.</summary>
    public static int DivRoundDown(int numerator, int denominator) => numerator / denominator;
}
