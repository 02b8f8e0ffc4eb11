using FsCheck;
using FsCheck.Fluent;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Distributions;

public class GaussianTests
{
    private const double Tolerance = 3e-6;

    private static readonly RandomKey Key = new(42, RandomPurpose.Action);

    public static TheoryData<int> AllWidths => LaneRunner.AllWidths;

    public static TheoryData<int> WideWidths => LaneRunner.WideWidths;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void DiagonalGaussian_LogProbEntropyAndGradient_MatchDoubleReference(int dimensions) =>
        AssertMatches<DiagonalGaussian>(dimensions, DistributionReference.GaussianLogProb);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void SquashedGaussian_LogProbEntropyAndGradient_MatchDoubleReference(int dimensions) =>
        AssertMatches<SquashedGaussian>(dimensions, DistributionReference.SquashedLogProb);

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void BothGaussians_WideLanes_MatchScalarLane(int width)
    {
        LaneRunner.AssertMatchesScalar(width, new EvaluateDistribution<DiagonalGaussian>(3), Samples(3, 131), 8, Tolerance, Tolerance);
        LaneRunner.AssertMatchesScalar(width, new EvaluateDistribution<SquashedGaussian>(3), Samples(3, 131), 8, Tolerance, Tolerance);
    }

    [Theory]
    [InlineData(-40f)]
    [InlineData(-9f)]
    [InlineData(0f)]
    [InlineData(1e-3f)]
    [InlineData(12f)]
    [InlineData(40f)]
    public void SquashedGaussian_SaturatedSample_KeepsExactLogProb(float u)
    {
        // With the mean at u the Gaussian's part is −½ ln 2π; what is left is −ln(1 − tanh² u) = 2 ln cosh u.
        float actual = LaneRunner.RunScalar(new EvaluateDistribution<SquashedGaussian>(1), [u, 0, u, 0, 0], 1)[0];
        Near.Equal(-0.5 * Math.Log(2 * Math.PI) + 2 * Math.Log(Math.Cosh(u)), actual, 1e-6, 1e-6, $"log-probability at {u}");
    }

    [Fact]
    public void SquashedGaussian_Density_IntegratesToOneOverTheOpenInterval()
    {
        // Midpoint rule over the action a itself, so that the Jacobian must be right.
        const int Cells = 20_000;
        float[][] samples =
            [.. Enumerable.Range(0, Cells).Select(i => (float[])[0.4f, -0.3f, (float)Math.Atanh(-1 + (2 * i + 1.0) / Cells), 0, 0])];
        double mass = LaneRunner.Run(1, new EvaluateDistribution<SquashedGaussian>(1), samples, 1).Sum(o => Math.Exp(o[0])) * 2 / Cells;
        Near.Equal(1, mass, 1e-4, 0, "mass");
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void DiagonalGaussian_ManyDraws_HaveTheMomentsOfIndependentNormals(int width)
    {
        const int Draws = 40_000;
        const int Dimensions = 7;
        float[] means = [0, 1, -2, 3, 0.5f, -0.25f, 10];
        float[] logStds = [0, -1, 0.5f, 1, -2, 0.25f, 0];
        float[][] noise = LaneRunner.Run(
            width, new SampleDistribution<DiagonalGaussian>(Dimensions, Key, 3),
            [.. Enumerable.Repeat((float[])[.. means, .. logStds], Draws)], Dimensions);
        double[][] z = [.. noise.Select(a => a.Select((x, i) => (x - means[i]) / Math.Exp(logStds[i])).ToArray())];

        // Five standard errors of each sample moment: 1/√N, √(2/N), √(15/N), √(96/N).
        double root = Math.Sqrt(Draws);
        for (int i = 0; i < Dimensions; i++)
        {
            Near.Equal(0, z.Average(n => n[i]), 0, 5 / root, $"mean {i}");
            Near.Equal(1, z.Average(n => n[i] * n[i]), 0, 5 * Math.Sqrt(2) / root, $"variance {i}");
            Near.Equal(0, z.Average(n => Math.Pow(n[i], 3)), 0, 5 * Math.Sqrt(15) / root, $"skewness {i}");
            Near.Equal(3, z.Average(n => Math.Pow(n[i], 4)), 0, 5 * Math.Sqrt(96) / root, $"kurtosis {i}");
            for (int j = 0; j < i; j++)
            {
                Near.Equal(0, z.Average(n => n[i] * n[j]), 0, 5 / root, $"covariance {i}, {j}");
                Near.Equal(1, z.Average(n => n[i] * n[i] * n[j] * n[j]), 0, 5 * Math.Sqrt(8) / root, $"covariance of squares {i}, {j}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void DiagonalGaussian_FewerDimensions_DrawTheSameNumbers(int width)
    {
        // Dimension i's draw depends on i alone, so that a smaller action is a prefix of a larger one.
        float[][] eight = Draw<DiagonalGaussian>(width, 8);
        for (int dimensions = 1; dimensions < 8; dimensions++)
        {
            float[][] fewer = Draw<DiagonalGaussian>(width, dimensions);
            for (int s = 0; s < fewer.Length; s++)
                Assert.Equal(eight[s].Take(dimensions), fewer[s]);
        }
    }

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void DiagonalGaussian_WideLanes_DrawWhatTheScalarLaneDraws(int width) =>
        LaneRunner.AssertMatchesScalar(
            width, new SampleDistribution<DiagonalGaussian>(8, Key, 9), Enumerable.Repeat(new float[16], 133).ToArray(), 8, 0, 4e-6);

    [Fact]
    public void SquashedGaussian_Draws_AreThoseOfTheGaussianBeforeTanh() =>
        Assert.Equal(Draw<DiagonalGaussian>(1, 3), Draw<SquashedGaussian>(1, 3));

    [Fact]
    public void Mode_AnyParameters_IsTheMean()
    {
        Assert.Equal([3f, -4f], LaneRunner.RunScalar(new ModeOfDistribution<DiagonalGaussian>(2), [3, -4, 0, 0], 2));
        Assert.Equal([3f, -4f], LaneRunner.RunScalar(new ModeOfDistribution<SquashedGaussian>(2), [3, -4, 0, 0], 2));
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void DiagonalGaussian_ToEnvironment_ClipsToTheBoundsAndKeepsNaN(int width)
    {
        float[][] actions = LaneRunner.Run(
            width, new ToEnvironment<DiagonalGaussian>(1), [[-3, -2, 2], [1.5f, -2, 2], [9, -2, 2], [float.NaN, -2, 2]], 1);
        Assert.Equal([-2f, 1.5f, 2f, float.NaN], actions.Select(a => a[0]));
    }

    [Fact]
    public void SquashedGaussian_ToEnvironment_StaysWithinTheBounds()
    {
        Gen<(float Low, float Range, float U)> cases =
            from low in Gen.Choose(-100_000, 100_000)
            from range in Gen.Choose(1, 100_000)
            from u in Gen.Choose(-3000, 3000)
            select (low / 7919f, range / 7907f, u / 100f);
        Property inside = Prop.ForAll(Arb.From(cases), c =>
        {
            float low = c.Low;
            float high = c.Low + c.Range;
            float action = LaneRunner.RunScalar(new ToEnvironment<SquashedGaussian>(1), [c.U, low, high], 1)[0];
            double exact = low + (Math.Tanh(c.U) + 1) / 2 * ((double)high - low);
            return action >= low && action <= high && Math.Abs(action - exact) <= 1e-6 * (Math.Abs(low) + Math.Abs(high));
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(99, 5), inside);
    }

    [Fact]
    public void SquashedGaussian_ToEnvironment_RoundingPastTheBound_IsHeldToIt()
    {
        const float Low = -1.0091298818588257f;
        const float High = 0.8989821076393127f;
        Assert.True(Low + (High - Low) > High, "The case must be one that rounds past the bound.");
        Assert.Equal(High, LaneRunner.RunScalar(new ToEnvironment<SquashedGaussian>(1), [40, Low, High], 1)[0]);
    }

    private static float[][] Draw<TDistribution>(int width, int dimensions)
        where TDistribution : struct, IActionDistribution =>
        LaneRunner.Run(
            width, new SampleDistribution<TDistribution>(dimensions, Key, 9), [.. Enumerable.Repeat(new float[2 * dimensions], 37)],
            dimensions);

    private static void AssertMatches<TDistribution>(int dimensions, Func<double[], double[], double> logProb)
        where TDistribution : struct, IActionDistribution
    {
        var program = new EvaluateDistribution<TDistribution>(dimensions);
        foreach (float[] sample in Samples(dimensions, 60))
        {
            double[] parameters = [.. sample.Take(2 * dimensions).Select(x => (double)x)];
            double[] action = [.. sample.Skip(2 * dimensions).Take(dimensions).Select(x => (double)x)];
            double logProbWeight = sample[3 * dimensions];
            double entropyWeight = sample[(3 * dimensions) + 1];
            double[] gradient = FiniteDifference.Gradient(
                p => logProbWeight * logProb(p, action) + entropyWeight * DistributionReference.GaussianEntropy(p), parameters);

            float[] actual = LaneRunner.RunScalar(program, sample, program.Outputs);
            Near.Equal(logProb(parameters, action), actual[0], Tolerance, Tolerance, "log-probability");
            Near.Equal(DistributionReference.GaussianEntropy(parameters), actual[1], Tolerance, Tolerance, "entropy");
            for (int k = 0; k < parameters.Length; k++)
                Near.Equal(gradient[k], actual[2 + k], Tolerance, Tolerance, $"gradient {k}");
        }
    }

    /// <summary>Means, log standard deviations, action within some deviations of the mean, dL/dlogProb, dL/dentropy.</summary>
    private static float[][] Samples(int dimensions, int count)
    {
        var numbers = new TestNumbers(dimensions);
        return [.. Enumerable.Range(0, count).Select(_ => (float[])
            [
                .. numbers.Uniforms(dimensions, -2, 2), .. numbers.Uniforms(dimensions, -1, 1), .. numbers.Uniforms(dimensions, -3, 3),
                numbers.Uniform(-2, 2), numbers.Uniform(-2, 2),
            ])];
    }
}
