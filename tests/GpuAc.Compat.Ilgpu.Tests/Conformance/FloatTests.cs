using ILGPU;
using ILGPU.Algorithms;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

public class FloatTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Float_ArithmeticAndRounding_EqualsPlainMethodBitForBit(Target target) =>
        Compare.Binary<float, float>(target, Float, EdgeValues.Floats, 26);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Double_ArithmeticAndRounding_EqualsPlainMethodBitForBit(Target target) =>
        Compare.Binary<double, double>(target, Double, EdgeValues.Doubles, 18);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Float_ComparisonsAndClasses_EqualPlainMethod(Target target) =>
        Compare.Binary<float, int>(target, Comparisons, EdgeValues.Floats, 16);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Float_ToIntegers_SaturatesAsPlainMethod(Target target) =>
        Compare.Binary<float, long>(target, ToIntegers, EdgeValues.Floats, 9);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Double_ToIntegers_SaturatesAsPlainMethod(Target target) =>
        Compare.Binary<double, long>(target, DoubleToIntegers, EdgeValues.Doubles, 9);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Integers_ToFloats_RoundAsPlainMethod(Target target) =>
        Compare.Binary<long, double>(target, FromIntegers, EdgeValues.Longs, 9);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Float_Functions_WithinSixteenUlps(Target target) =>
        Compare.Binary<float, float>(
            target, Functions,
            [0f, 0.1f, 0.5f, 0.9f, 1f, 1.5f, 3.7f, -0.3f, -1f, -2.25f, 12f, 88f, -50f, 100.5f, float.NaN, float.PositiveInfinity], 18,
            maxUlps: 16);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Double_Functions_WithinSixteenUlps(Target target) =>
        Compare.Binary<double, double>(
            target, DoubleFunctions, [0, 0.1, 0.5, 0.9, 1, 1.5, 3.7, -0.3, -1, -2.25, 12, 88, -50, 100.5, double.NaN], 10, maxUlps: 16);

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Float_ManyFactors_AreNotContracted(Target target)
    {
        var values = Enumerable.Range(1, 60).Select(i => MathF.Sqrt(i) / 3).ToArray();
        Compare.Binary<float, float>(target, Contraction, values, 2);
    }

    private static void Float(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 26;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = a / b;
        r[at + 4] = a % b;
        r[at + 5] = -a;
        r[at + 6] = MathF.Sqrt(a);
        r[at + 7] = MathF.Abs(a);
        r[at + 8] = MathF.Floor(a);
        r[at + 9] = MathF.Ceiling(a);
        r[at + 10] = MathF.Truncate(a);
        r[at + 11] = MathF.Round(a);
        r[at + 12] = MathF.Round(a, MidpointRounding.AwayFromZero);
        r[at + 13] = MathF.Min(a, b);
        r[at + 14] = MathF.Max(a, b);
        r[at + 15] = MathF.CopySign(a, b);
        r[at + 16] = a < b ? a : b;
        r[at + 17] = (float)((double)a * b);
        r[at + 18] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a) ^ 0x80000000u);
        r[at + 19] = Interop.IntAsFloat(Interop.FloatAsInt(a) & 0x7FFFFFFFu);
        r[at + 20] = XMath.Clamp(a, -2f, 3f);
        r[at + 21] = 1f / MathF.Sqrt(MathF.Abs(b));
        r[at + 22] = a * 0.1f + 1e-7f;
        r[at + 23] = (int)MathF.Min(MathF.Max(a, -100f), 100f);
        r[at + 24] = MathF.ScaleB(a, 3);
        r[at + 25] = MathF.FusedMultiplyAdd(a, b, 1f);
    }

    private static void Double(Index1D i, ArrayView<double> left, ArrayView<double> right, ArrayView<double> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 18;
        r[at] = a + b;
        r[at + 1] = a - b;
        r[at + 2] = a * b;
        r[at + 3] = a / b;
        r[at + 4] = a % b;
        r[at + 5] = -a;
        r[at + 6] = Math.Sqrt(a);
        r[at + 7] = Math.Abs(a);
        r[at + 8] = Math.Floor(a);
        r[at + 9] = Math.Ceiling(a);
        r[at + 10] = Math.Truncate(a);
        r[at + 11] = Math.Round(a);
        r[at + 12] = Math.Min(a, b);
        r[at + 13] = Math.Max(a, b);
        r[at + 14] = (float)a;
        r[at + 15] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) ^ 1);
        r[at + 16] = a >= b ? a : -b;
        r[at + 17] = Math.CopySign(a, b);
    }

    private static void Comparisons(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<int> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 16;
        r[at] = a < b ? 1 : 0;
        r[at + 1] = a <= b ? 1 : 0;
        r[at + 2] = a > b ? 1 : 0;
        r[at + 3] = a >= b ? 1 : 0;
        r[at + 4] = a == b ? 1 : 0;
        r[at + 5] = a != b ? 1 : 0;
        r[at + 6] = !(a < b) ? 1 : 0;
        r[at + 7] = !(a >= b) ? 1 : 0;
        r[at + 8] = float.IsNaN(a) ? 1 : 0;
        r[at + 9] = float.IsInfinity(a) ? 1 : 0;
        r[at + 10] = float.IsFinite(a) ? 1 : 0;
        r[at + 11] = float.IsNegative(a) ? 1 : 0;
        bool less = a < b, more = a > b;
        r[at + 12] = less || more ? 1 : 0;
        r[at + 13] = !less && !more ? 1 : 0;
        r[at + 14] = (a < 0) ^ (b < 0) ? 1 : 0;
        if (!(a <= b && b <= a))
            r[at + 15] = 7;
    }

    private static void ToIntegers(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<long> r)
    {
        var a = left[i];
        var at = i * 9;
        r[at] = (int)a;
        r[at + 1] = (uint)a;
        r[at + 2] = (long)a;
        r[at + 3] = (long)(ulong)a;
        r[at + 4] = (int)(a * 0.5f) + (int)right[i];
        r[at + 5] = MathF.Abs(a) < 100 ? (byte)a : 0;
        r[at + 6] = MathF.Abs(a) < 100 ? (sbyte)a : 0;
        r[at + 7] = MathF.Abs(a) < 100 ? (short)a : 0;
        r[at + 8] = MathF.Abs(a) < 100 ? (ushort)a : 0;
    }

    private static void DoubleToIntegers(Index1D i, ArrayView<double> left, ArrayView<double> right, ArrayView<long> r)
    {
        var a = left[i];
        var at = i * 9;
        r[at] = (int)a;
        r[at + 1] = (uint)a;
        r[at + 2] = (long)a;
        r[at + 3] = (long)(ulong)a;
        r[at + 4] = (int)(a * 0.5) + (int)right[i];
        r[at + 5] = Math.Abs(a) < 100 ? (byte)a : 0;
        r[at + 6] = Math.Abs(a) < 100 ? (sbyte)a : 0;
        r[at + 7] = Math.Abs(a) < 100 ? (short)a : 0;
        r[at + 8] = Math.Abs(a) < 100 ? (ushort)a : 0;
    }

    private static void FromIntegers(Index1D i, ArrayView<long> left, ArrayView<long> right, ArrayView<double> r)
    {
        var a = left[i];
        var at = i * 9;
        r[at] = (float)a;
        r[at + 1] = (double)a;
        r[at + 2] = (float)(ulong)a;
        r[at + 3] = (double)(ulong)a;
        r[at + 4] = (float)(int)a;
        r[at + 5] = (float)(uint)a;
        r[at + 6] = (double)(uint)a;
        r[at + 7] = (float)(short)a + (byte)right[i];
        r[at + 8] = (int)a * 0.5f;
    }

    private static void Functions(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 18;
        r[at] = MathF.Exp(a);
        r[at + 1] = MathF.Log(a);
        r[at + 2] = MathF.Sin(a);
        r[at + 3] = MathF.Cos(a);
        r[at + 4] = MathF.Tan(a);
        r[at + 5] = MathF.Tanh(a);
        r[at + 6] = MathF.Pow(MathF.Abs(a), b);
        r[at + 7] = MathF.Atan2(a, b);
        r[at + 8] = MathF.Asin(a);
        r[at + 9] = MathF.Acos(a);
        r[at + 10] = MathF.Atan(a);
        r[at + 11] = MathF.Log2(a);
        r[at + 12] = MathF.Log10(a);
        r[at + 13] = MathF.Sinh(b);
        r[at + 14] = MathF.Cosh(b);
        r[at + 15] = XMath.Exp(b) + XMath.Tanh(b);
        r[at + 16] = XMath.Rsqrt(MathF.Abs(a) + 1f);
        r[at + 17] = MathF.Cbrt(a);
    }

    private static void DoubleFunctions(Index1D i, ArrayView<double> left, ArrayView<double> right, ArrayView<double> r)
    {
        var (a, b) = (left[i], right[i]);
        var at = i * 10;
        r[at] = Math.Exp(a);
        r[at + 1] = Math.Log(a);
        r[at + 2] = Math.Sin(a);
        r[at + 3] = Math.Cos(a);
        r[at + 4] = Math.Tanh(a);
        r[at + 5] = Math.Pow(Math.Abs(a), b);
        r[at + 6] = Math.Atan2(a, b);
        r[at + 7] = Math.Log2(a);
        r[at + 8] = Math.Sinh(b);
        r[at + 9] = Math.Atan(b);
    }

    private static void Contraction(Index1D i, ArrayView<float> left, ArrayView<float> right, ArrayView<float> r)
    {
        var (a, b) = (left[i], right[i]);
        r[i * 2] = (a * b) - (b * a * 0.999f);
        r[(i * 2) + 1] = (a * a) + (b * b) - (2 * a * b);
    }
}
