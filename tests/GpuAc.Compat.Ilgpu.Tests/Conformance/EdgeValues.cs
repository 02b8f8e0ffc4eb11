namespace GpuAc.Compat.Ilgpu.Tests.Conformance;

/// <summary>Values at which arithmetic goes wrong.</summary>
internal static class EdgeValues
{
    public static readonly int[] Ints =
        [0, 1, -1, 2, 3, -7, 31, 32, 33, 255, 256, 65535, 65536, 1000003, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1];

    public static readonly long[] Longs =
        [
            0, 1, -1, 2, 3, -7, 31, 63, 64, 65, 1L << 31, 1L << 32, -(1L << 33), 1000000007, long.MaxValue, long.MaxValue - 1,
            long.MinValue, long.MinValue + 1, uint.MaxValue,
        ];

    public static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, 1.5f, 2.5f, -2.5f, 3.1415927f, 1e-3f, 123456.79f, -16777217f, 2147483648f, -2147483648f, 4294967296f,
        9.223372e18f, 1.8446744e19f, 1e20f, 1e-20f,
        float.Epsilon, -float.Epsilon, 1.1754942e-38f, 1.17549435e-38f, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN,
    ];

    public static readonly double[] Doubles =
        [.. Floats.Select(value => (double)value), 1e300, -1e300, 1e-310, double.Epsilon, double.MaxValue, 0.1, 4503599627370497.5];
}
