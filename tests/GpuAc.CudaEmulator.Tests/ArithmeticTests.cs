using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Arithmetic of kernels in C#, in all the types that they have.</summary>
public class ArithmeticTests
{
    [EmulatorFact]
    public void Integers_OfAllValues_AreCalculatedAsOnTheCpu() => Reference.Agrees(Integers);

    [EmulatorFact]
    public void LongIntegers_OfAllValues_AreCalculatedAsOnTheCpu() => Reference.Agrees(LongIntegers);

    [EmulatorFact]
    public void Numbers_OfAllValues_AreCalculatedAsOnTheCpu() => Reference.Agrees(Numbers);

    [EmulatorFact]
    public void Comparisons_OfAllValues_AreThoseOfTheCpu() => Reference.Agrees(Comparisons);

    [EmulatorFact]
    public void Conversions_OfAllValues_AreThoseOfTheCpu() => Reference.Agrees(Conversions);

    [EmulatorFact]
    public void Doubles_OfAllValues_AreCalculatedAsOnTheCpu() => Reference.Agrees(Doubles);

    [EmulatorFact]
    public void Functions_Approximate_AreNearThoseOfTheCpu() => Reference.Agrees(Functions, 1e-5, MathMode.Fast, smooth: true);

    private static void Integers(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        int a = integers[thread], b = integers[thread + Reference.Threads];
        integers[output] = a + (b * 3) - 7;
        integers[output + 1] = b == 0 || b == -1 ? a : (a / b) + (a % b);
        integers[output + 2] = (int)(b == 0 ? (uint)a : ((uint)a / (uint)b) + ((uint)a % (uint)b));
        integers[output + 3] = (a & b) | (~a ^ (b << 3));
        integers[output + 4] = (a >> 5) + (int)((uint)a >> 7) + (a << 9);
        integers[output + 5] = Math.Min(a, b) + Math.Max(a, 4);
        integers[output + 6] = (int)Math.Max((uint)a, (uint)b);
        integers[output + 7] = BitOperations.PopCount((uint)a) + BitOperations.LeadingZeroCount((uint)b);
        integers[output + 8] = BitOperations.TrailingZeroCount(a) + -b;
        integers[output + 9] = a > b ? a : b;
        integers[output + 10] = (uint)a < (uint)b ? 1 : 2;
        integers[output + 11] = (sbyte)a + (byte)b + (short)a + (ushort)b;
        integers[output + 12] = a == int.MinValue ? 0 : Math.Abs(a);
        integers[output + 13] = a >> (b & 31);
    }

    private static void LongIntegers(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        long a = integers[thread], b = integers[thread + Reference.Threads];
        integers[output] = (int)((a * b) >> 32);
        integers[output + 1] = (int)(((ulong)(uint)a * (uint)b) >> 32);
        long c = (a << 20) ^ (b * 0x1234567);
        integers[output + 2] = (int)(b == 0 ? c : c / b);
        integers[output + 3] = (int)(b == 0 ? c : c % b);
        integers[output + 4] = (int)(c >> 40) + (int)((ulong)c >> 50);
        integers[output + 5] = BitOperations.PopCount((ulong)c) + BitOperations.LeadingZeroCount((ulong)c);
        integers[output + 6] = c < a * b ? 3 : 4;
        integers[output + 7] = (int)Math.Min(c, a) + (int)Math.Max(c, b);
        numbers[output] = c;
        numbers[output + 1] = (ulong)c;
    }

    private static void Numbers(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        float a = numbers[thread], b = numbers[thread + Reference.Threads], c = numbers[thread + (2 * Reference.Threads)];
        numbers[output] = (a * b) + c;
        numbers[output + 1] = (a - b) * (b + c);
        numbers[output + 2] = a / b;
        numbers[output + 3] = MathF.Abs(a) - c;
        numbers[output + 4] = -a + (2 * b);
        numbers[output + 5] = XMath.Sqrt(b);
        numbers[output + 6] = float.IsNaN(a) ? 1 : float.IsInfinity(b) ? 2 : 3;
        numbers[output + 7] = float.IsNaN(a) || float.IsNaN(b) ? 0 : Math.Min(a, b) + Math.Max(b, 0.25f);
        numbers[output + 8] = XMath.Floor(a);
        numbers[output + 9] = XMath.Ceiling(b);
        integers[output] = (int)Interop.FloatAsInt(float.IsNaN(a) ? 1 : a);
        numbers[output + 11] = Interop.IntAsFloat((uint)(integers[thread] & 0x3fffffff));
    }

    private static void Comparisons(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        float a = numbers[thread], b = numbers[thread + Reference.Threads];
        integers[output] = a < b ? 1 : 0;
        integers[output + 1] = a <= b ? 1 : 0;
        integers[output + 2] = a > b ? 1 : 0;
        integers[output + 3] = a >= b ? 1 : 0;
        integers[output + 4] = a == b ? 1 : 0;
        integers[output + 5] = a != b ? 1 : 0;
        integers[output + 6] = !(a < b) ? 1 : 0;
        integers[output + 7] = !(a >= b) && integers[thread] > 0 ? 1 : 0;
        integers[output + 8] = a < b || integers[thread] < 5 ? 1 : 0;
    }

    private static void Conversions(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        int a = integers[thread];
        float b = numbers[thread];
        bool large = float.IsNaN(b) || Math.Abs(b) > 2e9f;
        integers[output] = large ? 0 : (int)b;
        integers[output + 1] = large || b < 0 ? 0 : (int)(uint)b;
        integers[output + 2] = large ? 0 : (int)((long)(b * 1e3f) >> 8);
        integers[output + 3] = large ? 0 : (int)(double)b;
        numbers[output] = a;
        numbers[output + 1] = (uint)a;
        numbers[output + 2] = (sbyte)a;
        numbers[output + 3] = (ushort)a;
        numbers[output + 4] = (float)(a * 1.5);
        numbers[output + 5] = (float)((double)b * 3);
        integers[output + 6] = (sbyte)(a >> 3);
    }

    private static void Doubles(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        double a = numbers[thread], b = numbers[thread + Reference.Threads], c = integers[thread];
        numbers[output] = (float)((a * b) + c);
        numbers[output + 1] = (float)((a - b) / (c + 0.5));
        numbers[output + 2] = (float)XMath.Sqrt(Math.Abs(a));
        integers[output] = a < b ? 1 : 0;
        integers[output + 1] = (int)(c / 3);
        integers[output + 2] = double.IsNaN(a) ? 1 : 0;
    }

    private static void Functions(ArrayView<int> integers, ArrayView<float> numbers)
    {
        int thread = Grid.GlobalIndex.X, output = Reference.OutputOf(thread);
        float a = numbers[thread], positive = MathF.Abs(a) + 0.1f;
        numbers[output] = MathF.Sin(a);
        numbers[output + 1] = MathF.Cos(a);
        numbers[output + 2] = MathF.Exp(a);
        numbers[output + 3] = MathF.Log(positive);
        numbers[output + 4] = MathF.Tanh(a);
        numbers[output + 5] = MathF.Sqrt(positive);
        numbers[output + 6] = XMath.Rsqrt(positive);
        numbers[output + 7] = 1 / a;
        numbers[output + 8] = XMath.Exp2(a);
        numbers[output + 9] = XMath.Log2(positive);
    }
}
