using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

/// <summary>Runs a kernel on an accelerator and its method as plain C#, and compares.</summary>
internal static class Compare
{
    /// <summary>All pairs of values, as two arrays.</summary>
    public static (T[] Left, T[] Right) Pairs<T>(T[] values) =>
        ([.. values.SelectMany(_ => values, (left, _) => left)], [.. values.SelectMany(_ => values, (_, right) => right)]);

    /// <summary>A kernel of two inputs that writes <paramref name="width"/> results an index.</summary>
    public static void Binary<T, TResult>(
        Target target, Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<TResult>> kernel, T[] values, int width, int maxUlps = 0)
        where T : unmanaged
        where TResult : unmanaged
    {
        var (left, right) = Pairs(values);
        var plain = Execute(Devices.Get(Target.Cpu), kernel, left, right, width, asMethod: true);
        var result = Execute(Devices.Get(target), kernel, left, right, width, asMethod: false);
        AssertEqual(plain, result, maxUlps, i => $"result {i % width} of ({left[i / width]}, {right[i / width]})");
    }

    public static void AssertEqual<T>(T[] expected, T[] actual, int maxUlps, Func<int, string> describe)
        where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!Near(expected[i], actual[i], maxUlps))
                Assert.Fail($"{describe(i)}: expected {expected[i]}, but was {actual[i]}.");
        }
    }

    private static bool Near<T>(T expected, T actual, int maxUlps)
        where T : unmanaged
    {
        switch (expected, actual)
        {
            case (float a, float b):
                return (float.IsNaN(a) && float.IsNaN(b)) || BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b)
                    || (maxUlps > 0 && Math.Abs((long)Ordered(a) - Ordered(b)) <= maxUlps)
                        || (maxUlps > 0 && Math.Abs((double)a - b) < 1e-38);
            case (double a, double b):
                return (double.IsNaN(a) && double.IsNaN(b)) || BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b)
                    || (maxUlps > 0 && Math.Abs(a - b) <= maxUlps * Math.BitIncrement(Math.Abs(a)) * 2.3e-16);
            default:
                return EqualityComparer<T>.Default.Equals(expected, actual);
        }
    }

    private static int Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? int.MinValue - bits : bits;
    }

    private static TResult[] Execute<T, TResult>(
        Accelerator accelerator, Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<TResult>> kernel, T[] left, T[] right, int width,
        bool asMethod)
        where T : unmanaged
        where TResult : unmanaged
    {
        using var a = accelerator.Allocate1D(left);
        using var b = accelerator.Allocate1D(right);
        using var r = accelerator.Allocate1D<TResult>((long)left.Length * width);
        r.View.MemSetToZero();
        if (asMethod)
        {
            for (var i = 0; i < left.Length; i++)
                kernel(i, a.View, b.View, r.View);
        }
        else
        {
            accelerator.LoadAutoGroupedStreamKernel(kernel)(left.Length, a.View, b.View, r.View);
            accelerator.Synchronize();
        }

        return r.GetAsArray1D();
    }
}
