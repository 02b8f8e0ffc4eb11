using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Lanes;

/// <summary>Holds every function to the error that its documentation states, against double, at every lane width.</summary>
public unsafe class LaneMathTests
{
    private static readonly float[] Specials =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 88.72283f, 88.72284f, -87.33655f, -103.97f, -104f, -105f, 8.99f, 9.02f,
    ];

    [Fact]
    public void Exp_WholeRange_StaysWithinStatedUlps() =>
        AssertUlps<ExpFunction>(1.5, 1.5, Sweep(float.NegativeInfinity, float.PositiveInfinity), Grid(-110, 95));

    [Fact]
    public void Log_WholeRange_StaysWithinStatedUlps() =>
        AssertUlps<LogFunction>(
            1.5, 1.5, Sweep(0, float.PositiveInfinity), Grid(0.5f, 2), Grid(0.99f, 1.01f), [-1f, -1e-40f, float.NegativeInfinity]);

    [Fact]
    public void Tanh_WholeRange_StaysWithinStatedUlps() =>
        AssertUlps<TanhFunction>(6.5, 6.5, Sweep(float.NegativeInfinity, float.PositiveInfinity), Grid(-10, 10));

    [Fact]
    public void Sigmoid_WholeRange_StaysWithinStatedUlps() =>
        AssertUlps<SigmoidFunction>(3, 3, Sweep(float.NegativeInfinity, float.PositiveInfinity), Grid(-110, 30));

    [Fact]
    public void Softplus_WholeRange_StaysWithinStatedUlps() =>
        AssertUlps<SoftplusFunction>(3, 3, Sweep(float.NegativeInfinity, float.PositiveInfinity), Grid(-110, 30));

    [Fact]
    public void SinCos_UpToMaxAngle_StaysWithinStatedError()
    {
        float[][] angles =
        [
            Sweep(-LaneMath.MaxAngle, LaneMath.MaxAngle), Grid(-10, 10), Grid(-LaneMath.MaxAngle, LaneMath.MaxAngle),
            NearMultiplesOfHalfPi(),
        ];
        AssertUlps<SinOfBothFunction>(2.5, 1e-9 / float.Epsilon, angles);
        AssertUlps<CosOfBothFunction>(2.5, 1e-9 / float.Epsilon, angles);
        AssertUlps<SinFunction>(2.5, 1e-9 / float.Epsilon, angles);
        AssertUlps<CosFunction>(2.5, 1e-9 / float.Epsilon, angles);
    }

    [Fact]
    public void SinCosSmall_WithinAnEighthOfATurn_StaysWithinStatedUlps()
    {
        AssertUlps<SmallSinFunction>(1.5, 1.5, Grid(-MathF.PI / 4, MathF.PI / 4), Sweep(-MathF.PI / 4, MathF.PI / 4));
        AssertUlps<SmallCosFunction>(1.5, 1.5, Grid(-MathF.PI / 4, MathF.PI / 4));
    }

    [Fact]
    public void WrapAngle_UpToMaxAngle_KeepsTheAngle()
    {
        var angles = Grid(-LaneMath.MaxAngle, LaneMath.MaxAngle);
        foreach (var wrapped in EveryWidth<WrapFunction>(angles))
        {
            for (var i = 0; i < angles.Length; i++)
            {
                Assert.True(Math.Abs(wrapped[i]) <= MathF.PI + (1e-7f * Math.Abs(angles[i])), $"{angles[i]:R} wraps to {wrapped[i]:R}");
                var apart = Math.Abs(Math.IEEERemainder(wrapped[i] - (double)angles[i], 2 * Math.PI));
                Assert.True(apart <= 3.5e-7, $"{angles[i]:R} wraps to {wrapped[i]:R}, {apart:E2} apart");
            }
        }
    }

    [Fact]
    public void NormalPair_UniformGrid_MatchesBoxMullerInDouble()
    {
        var uniforms = new List<float> { 0f, Philox.UniformUnit, 1 - Philox.UniformUnit, 0.25f, 0.5f, 0.75f };
        for (var i = 0; i < 1018; i++)
            uniforms.Add(MathF.Floor(i / 1018f * (1 << 24)) * Philox.UniformUnit);
        float worst = 0;
        foreach (var a in uniforms)
        {
            foreach (var b in uniforms)
                worst = Math.Max(worst, Math.Max(NormalError<Lane1>(a, b), NormalError<Lane16>(a, b)));
            worst = Math.Max(worst, Math.Max(NormalError<Lane4>(a, 0.3f), NormalError<Lane8>(a, 0.7f)));
        }

        Assert.True(worst < 1.5e-6f, $"error {worst:E2}");
    }

    [Fact]
    public void NormalPair_PhiloxDraws_HaveTheMomentsOfANormalDistribution()
    {
        const int Draws = 1 << 20;
        double mean = 0, square = 0, fourth = 0, cross = 0;
        for (var i = 0u; i < Draws; i++)
        {
            var words = Lane1.Uniform4(new RandomKey(3, RandomPurpose.Noise), i, 9, 0);
            LaneMath.NormalPair(words.A, words.B, out var first, out var second);
            double x = first.Value, y = second.Value;
            mean += x;
            square += x * x;
            fourth += x * x * x * x;
            cross += x * y;
        }

        Assert.InRange(mean / Draws, -0.005, 0.005);
        Assert.InRange(square / Draws, 0.99, 1.01);
        Assert.InRange(fourth / Draws, 2.9, 3.1);
        Assert.InRange(cross / Draws, -0.005, 0.005);
    }

    private static float NormalError<F>(float a, float b)
        where F : struct, IFloatLane<F>
    {
        LaneMath.NormalPair(F.Of(a), F.Of(b), out var first, out var second);
        var got = stackalloc float[32];
        first.Store(got);
        second.Store(got + 16);
        var radius = Math.Sqrt(-2 * Math.Log(1 - (double)a));
        var error = Math.Max(
            Math.Abs(got[0] - (radius * Math.Cos(2 * Math.PI * b))), Math.Abs(got[16] - (radius * Math.Sin(2 * Math.PI * b))));
        Assert.False(double.IsNaN(error));
        return (float)error;
    }

    /// <summary>
    /// Every 4099th float between two values, by bit pattern, so all exponents are covered; then the special values in range.
    /// </summary>
    private static float[] Sweep(float low, float high)
    {
        var values = new List<float>();
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 4099)
        {
            var value = BitConverter.Int32BitsToSingle((int)bits);
            if (value >= low && value <= high)
                values.Add(value);
        }

        values.AddRange(Specials.Where(value => float.IsNaN(value) || (value >= low && value <= high)));
        return [.. values];
    }

    private static float[] Grid(float low, float high)
    {
        var values = new float[500_009];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(low + (((double)high - low) * i / (values.Length - 1)));
        return values;
    }

    private static float[] NearMultiplesOfHalfPi() => [.. Enumerable.Range(-63_661, 127_323)
        .Select(k => (float)(k * Math.PI / 2))
        .SelectMany(x => new[] { x, MathF.BitIncrement(x) })];

    private static IEnumerable<float[]> EveryWidth<TFunction>(float[] x)
        where TFunction : struct, ILaneFunction
    {
        yield return Map<TFunction, Lane1>(x);
        yield return Map<TFunction, Lane4>(x);
        yield return Map<TFunction, Lane8>(x);
        yield return Map<TFunction, Lane16>(x);
    }

    private static float[] Map<TFunction, F>(float[] x)
        where TFunction : struct, ILaneFunction
        where F : struct, IFloatLane<F>
    {
        float[] padded = [.. x, .. new float[F.Width]];
        var y = new float[padded.Length];
        fixed (float* source = padded, target = y)
        {
            for (var i = 0; i < x.Length; i += F.Width)
                TFunction.Apply(F.Load(source + i)).Store(target + i);
        }

        return y;
    }

    /// <param name="maxUlps">Largest error in units of the last place of the true result.</param>
    /// <param name="floorUlps">An error that is always allowed, in multiples of the smallest subnormal.</param>
    private static void AssertUlps<TFunction>(double maxUlps, double floorUlps, params float[][] arguments)
        where TFunction : struct, ILaneFunction
    {
        foreach (var x in arguments)
        {
            var expected = Array.ConvertAll(x, value => TFunction.Reference(value));
            foreach (var got in EveryWidth<TFunction>(x))
            {
                double worst = 0;
                var worstAt = 0f;
                for (var i = 0; i < x.Length; i++)
                {
                    var rounded = (float)expected[i];
                    if (!float.IsFinite(rounded) || !float.IsFinite(got[i]))
                    {
                        // Beside the edge of overflow an error of an ulp may fall on either side of it.
                        var atEdge = Math.Abs(expected[i]) is > 3.4028230e38 and < 3.4028240e38;
                        Assert.True(atEdge || rounded.Equals(got[i]), $"f({x[i]:R}) = {got[i]:R}, expected {expected[i]:R}");
                        continue;
                    }

                    var error = Math.Abs(got[i] - expected[i]);
                    if (error <= floorUlps * float.Epsilon)
                        continue;
                    var ulps = error / UnitInLastPlace(expected[i]);
                    if (ulps > worst)
                        (worst, worstAt) = (ulps, x[i]);
                }

                Assert.True(worst <= maxUlps, $"{worst:F2} ulp at {worstAt:R}");
            }
        }
    }

    private static double UnitInLastPlace(double value) =>
        Math.ScaleB(1, Math.Max(Math.ILogB(Math.Abs(value)), -126) - 23);
}
