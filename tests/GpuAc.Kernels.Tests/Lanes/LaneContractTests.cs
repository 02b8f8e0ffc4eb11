using FsCheck;
using FsCheck.Fluent;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Lanes;

/// <summary>Each width does lane by lane what plain floats do.</summary>
public unsafe class LaneContractTests
{
    private static readonly float[] Edges =
        [
            0f, -0f, 1f, -1f, 0.5f, 1.5f, 2.5f, -2.5f, 1e-40f, 3e38f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
            16777216f, 0.1f,
        ];

    [Fact]
    public void Operators_AnyValues_AgreeWithScalarArithmeticAtEveryWidth()
    {
        var value = Gen.OneOf(Gen.Elements(Edges), Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle));
        var inputs = Gen.Three(Gen.ArrayOf(value, 16)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(inputs, triple =>
        {
            var (a, b, c) = triple;
            AssertWidth<Lane1>(a, b, c);
            AssertWidth<Lane4>(a, b, c);
            AssertWidth<Lane8>(a, b, c);
            AssertWidth<Lane16>(a, b, c);
        }));
    }

    [Fact]
    public void Scale_AnyExponent_MatchesMathScaleBAtEveryWidth()
    {
        foreach (var value in new[] { 1f, -1.5f, 1.9999999f, 1e-40f, 3e38f, 0f })
        {
            for (var exponent = -300; exponent <= 300; exponent++)
            {
                var expected = (float)Math.ScaleB((double)value, exponent);
                Assert.Equal(expected, First(Lane1.Scale(new(value), new(exponent))));
                Assert.Equal(expected, First(Lane4.Scale(Lane4.Of(value), Lane4.Of(exponent))));
                Assert.Equal(expected, First(Lane8.Scale(Lane8.Of(value), Lane8.Of(exponent))));
                Assert.Equal(expected, First(Lane16.Scale(Lane16.Of(value), Lane16.Of(exponent))));
            }
        }
    }

    [Fact]
    public void SplitExponent_NormalValue_RecomposesAtEveryWidth()
    {
        for (var bits = 0x0080_0000; bits < 0x7F80_0000; bits += 999_983)
        {
            var value = BitConverter.Int32BitsToSingle(bits);
            AssertSplit<Lane1>(value);
            AssertSplit<Lane4>(value);
            AssertSplit<Lane8>(value);
            AssertSplit<Lane16>(value);
        }
    }

    [Fact]
    public void Sum_ValuesThatRound_AddsPairwiseHalves()
    {
        var values = new float[16];
        for (var i = 0; i < 16; i++)
            values[i] = MathF.Pow(-1.7f, i) + 0.1f;
        Assert.Equal(PairwiseHalves(values[..1]), Sum<Lane1>(values));
        Assert.Equal(PairwiseHalves(values[..4]), Sum<Lane4>(values));
        Assert.Equal(PairwiseHalves(values[..8]), Sum<Lane8>(values));
        Assert.Equal(PairwiseHalves(values), Sum<Lane16>(values));
    }

    [Theory]
    [InlineData(1, "scalar")]
    [InlineData(4, null)]
    public void Choose_ForcedWidth_IsTaken(int width, string? description)
    {
        Assert.Equal(width, LaneWidth.Choose(width));
        if (description is not null)
            Assert.Equal(description, LaneWidth.Describe(width));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(32)]
    public void Choose_NoSuchWidth_NamesValueAndRemedy(int width)
    {
        var error = Assert.Throws<GpuAcException>(() => LaneWidth.Choose(width));
        Assert.Contains($"'{width}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("1, 4, 8 or 16", error.Message, StringComparison.Ordinal);
    }

    private static float PairwiseHalves(ReadOnlySpan<float> values)
    {
        if (values.Length == 1)
            return values[0];
        var half = values.Length / 2;
        var sums = new float[half];
        for (var i = 0; i < half; i++)
            sums[i] = values[i] + values[half + i];
        return PairwiseHalves(sums);
    }

    private static float Sum<F>(float[] values)
        where F : struct, IFloatLane<F>
    {
        fixed (float* p = values)
            return F.Sum(F.Load(p));
    }

    private static float First<F>(F lane)
        where F : struct, IFloatLane<F>
    {
        var values = stackalloc float[16];
        lane.Store(values);
        for (var i = 1; i < F.Width; i++)
            Assert.Equal(values[0], values[i]);
        return values[0];
    }

    private static void AssertSplit<F>(float value)
        where F : struct, IFloatLane<F>
    {
        var mantissa = First(F.SplitExponent(F.Of(value), out var exponent));
        Assert.True(mantissa is >= 1f and < 2f);
        Assert.Equal(value, (float)Math.ScaleB((double)mantissa, (int)First(exponent)));
    }

    private static void AssertWidth<F>(float[] a, float[] b, float[] c)
        where F : struct, IFloatLane<F>
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            F x = F.Load(pa), y = F.Load(pb), z = F.Load(pc);
            AssertLanes(x + y, i => a[i] + b[i]);
            AssertLanes(x - y, i => a[i] - b[i]);
            AssertLanes(x * y, i => a[i] * b[i]);
            AssertLanes(x / y, i => a[i] / b[i]);
            AssertLanes(-x, i => -a[i]);
            AssertLanes(F.Abs(x), i => MathF.Abs(a[i]));
            AssertLanes(F.Sqrt(x), i => MathF.Sqrt(a[i]));
            AssertLanes(F.Round(x), i => MathF.Round(a[i]));
            AssertLanes(F.Floor(x), i => MathF.Floor(a[i]));
            AssertLanes(F.Min(x, y), i => a[i] < b[i] ? a[i] : b[i]);
            AssertLanes(F.Max(x, y), i => a[i] > b[i] ? a[i] : b[i]);
            AssertMask(x < y, i => a[i] < b[i]);
            AssertMask(x > y, i => a[i] > b[i]);
            AssertMask(x <= y, i => a[i] <= b[i]);
            AssertMask(x >= y, i => a[i] >= b[i]);
            AssertMask(F.Equal(x, y), i => a[i] == b[i]);
            AssertMask((x < y) & (y < z), i => a[i] < b[i] && b[i] < c[i]);
            AssertMask((x < y) | (y < z), i => a[i] < b[i] || b[i] < c[i]);
            AssertMask(~(x < y), i => !(a[i] < b[i]));
            AssertLanes(F.Iota, i => i);

            // Fused or not, a product and sum differ by no more than a rounding of the product.
            var fused = stackalloc float[16];
            F.MultiplyAdd(x, y, z).Store(fused);
            for (var i = 0; i < F.Width; i++)
            {
                float once = MathF.FusedMultiplyAdd(a[i], b[i], c[i]), twice = (a[i] * b[i]) + c[i];
                Assert.True(fused[i].Equals(once) || fused[i].Equals(twice), $"{a[i]:R}·{b[i]:R} + {c[i]:R} = {fused[i]:R}");
            }
        }
    }

    private static void AssertMask<F>(F mask, Func<int, bool> expected)
        where F : struct, IFloatLane<F>
    {
        AssertLanes(F.Select(mask, F.One, F.Zero), i => expected(i) ? 1f : 0f);
        var lanes = Enumerable.Range(0, F.Width).Select(expected).ToArray();
        Assert.Equal(lanes.Any(lane => lane), F.Any(mask));
        Assert.Equal(lanes.All(lane => lane), F.All(mask));
    }

    private static void AssertLanes<F>(F lane, Func<int, float> expected)
        where F : struct, IFloatLane<F>
    {
        var values = stackalloc float[16];
        lane.Store(values);
        for (var i = 0; i < F.Width; i++)
            Assert.Equal(expected(i), values[i]);
    }
}
