using FsCheck;
using FsCheck.Fluent;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Distributions;

public class CategoricalTests
{
    private const double Tolerance = 2e-6;

    private static readonly RandomKey Key = new(42, RandomPurpose.Action);

    public static TheoryData<int> AllWidths => LaneRunner.AllWidths;

    public static TheoryData<int> WideWidths => LaneRunner.WideWidths;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    public void LogProbEntropyAndGradient_RandomLogits_MatchDoubleReference(int actionSize)
    {
        var program = new EvaluateDistribution<Categorical>(actionSize);
        foreach (float[] sample in Samples(actionSize, 60))
        {
            double[] logits = [.. sample.Take(actionSize).Select(l => (double)l)];
            int action = (int)sample[actionSize];
            double[] gradient = FiniteDifference.Gradient(
                l =>
                    sample[actionSize + 1] * DistributionReference.CategoricalLogProb(l, action)
                        + sample[actionSize + 2] * DistributionReference.CategoricalEntropy(l),
                logits);

            float[] actual = LaneRunner.RunScalar(program, sample, program.Outputs);
            Near.Equal(DistributionReference.CategoricalLogProb(logits, action), actual[0], Tolerance, Tolerance, "log-probability");
            Near.Equal(DistributionReference.CategoricalEntropy(logits), actual[1], Tolerance, Tolerance, "entropy");
            for (int k = 0; k < actionSize; k++)
                Near.Equal(gradient[k], actual[2 + k], Tolerance, Tolerance, $"gradient {k}");
        }
    }

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void LogProbEntropyAndGradient_WideLanes_MatchScalarLane(int width)
    {
        var program = new EvaluateDistribution<Categorical>(5);
        LaneRunner.AssertMatchesScalar(width, program, Samples(5, 131), program.Outputs, Tolerance, Tolerance);
    }

    [Fact]
    public void LogProb_HugeLogits_StaysFinite()
    {
        float[] actual = LaneRunner.RunScalar(new EvaluateDistribution<Categorical>(3), [1e8f, -1e8f, 0, 0, 1, 1], 5);
        Assert.Equal([0f, 0f, 0f, 0f, 0f], actual);
    }

    [Fact]
    public void LogProb_LogitsShiftedByConstant_IsUnchanged()
    {
        // Multiples of 1/64 and an integral shift: the shifted logits are exact, and so the results are equal to the bit.
        Gen<float[]> logits = Gen.Choose(-640, 640).Select(i => i / 64f).ArrayOf(4);
        Property invariant = Prop.ForAll(Arb.From(logits), Arb.From(Gen.Choose(-1000, 1000)), (l, shift) =>
        {
            var program = new EvaluateDistribution<Categorical>(4);
            float[] plain = LaneRunner.RunScalar(program, [.. l, 2, 1, 0.5f], program.Outputs);
            float[] shifted = LaneRunner.RunScalar(program, [.. l.Select(x => x + shift), 2, 1, 0.5f], program.Outputs);
            return plain.SequenceEqual(shifted);
        });
        Check.One(Config.QuickThrowOnFailure.WithReplay(7, 3), invariant);
    }

    [Fact]
    public void Entropy_AnyLogits_LiesBetweenZeroAndLogOfCount()
    {
        Gen<float[]> logits = Gen.Choose(-3000, 3000).Select(i => i / 100f).ArrayOf(6);
        Property bounded = Prop.ForAll(Arb.From(logits), l =>
        {
            float entropy = LaneRunner.RunScalar(new EvaluateDistribution<Categorical>(6), [.. l, 0, 0, 0], 2)[1];
            return entropy >= -1e-6 && entropy <= Math.Log(6) + 1e-6;
        });
        Check.One(Config.QuickThrowOnFailure.WithReplay(5, 9), bounded);
    }

    [Fact]
    public void Entropy_EqualLogits_IsLogOfCount() =>
        Near.Equal(
            Math.Log(7), LaneRunner.RunScalar(new EvaluateDistribution<Categorical>(7), [3, 3, 3, 3, 3, 3, 3, 0, 0, 0], 2)[1], 1e-6, 0,
            "entropy");

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Sample_ManyDraws_FollowTheProbabilities(int width)
    {
        const int Draws = 100_000;
        float[] logits = [0.3f, -1.2f, 1.1f, 0f, -3f];
        int[] counts = Count(width, logits, Draws, step: 5);
        double[] expected = DistributionReference.Softmax([.. logits.Select(l => (double)l)]);

        // Chi-square with 4 degrees of freedom exceeds 23.5 once in 10,000.
        double chiSquare = counts.Zip(expected, (count, p) => Math.Pow(count - Draws * p, 2) / (Draws * p)).Sum();
        Assert.True(chiSquare < 23.5, $"chi-square {chiSquare}: {string.Join(", ", counts)}");
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Sample_ActionsOfVanishingWeight_AreNeverDrawn(int width)
    {
        int[] counts = Count(width, [-200f, 1f, -1e8f, 1f, -200f], 50_000, step: 1);
        Assert.Equal([0, 0, 0], [counts[0], counts[2], counts[4]]);
        Assert.InRange(counts[1], 24_000, 26_000);
    }

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void Sample_WideLanes_DrawWhatTheScalarLaneDraws(int width)
    {
        float[][] samples = Samples(4, 4099);
        var program = new SampleDistribution<Categorical>(4, Key, 17);
        float[][] expected = LaneRunner.Run(1, program, samples, 1);
        float[][] actual = LaneRunner.Run(width, program, samples, 1);

        // An ulp in a weight moves a boundary between actions by about 1e-7.
        Assert.True(expected.Zip(actual).Count(pair => pair.First[0] != pair.Second[0]) <= 1);
    }

    [Fact]
    public void Sample_NeighbouringSteps_AreIndependent()
    {
        var first = LaneRunner.Run(LaneWidth.Widest, new SampleDistribution<Categorical>(2, Key, 1), Repeated([0, 0], 20_000), 1);
        var second = LaneRunner.Run(LaneWidth.Widest, new SampleDistribution<Categorical>(2, Key, 2), Repeated([0, 0], 20_000), 1);
        Assert.InRange(first.Zip(second).Count(pair => pair.First[0] == pair.Second[0]), 9_600, 10_400);
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Mode_EqualMaxima_TakesTheLowestIndex(int width)
    {
        float[][] modes = LaneRunner.Run(
            width, new ModeOfDistribution<Categorical>(4), [[1, 5, 5, 2], [7, 7, 7, 7], [0, 1, 2, 3], [-4, -5, -6, -3.5f]], 1);
        Assert.Equal([1f, 0f, 3f, 3f], modes.Select(m => m[0]));
    }

    [Fact]
    public void ToEnvironment_Index_IsUnchanged() =>
        Assert.Equal(2f, LaneRunner.RunScalar(new ToEnvironment<Categorical>(1), [2, 0, 1], 1)[0]);

    private static int[] Count(int width, float[] logits, int draws, ulong step)
    {
        var counts = new int[logits.Length];
        var sampling = new SampleDistribution<Categorical>(logits.Length, Key, step);
        foreach (float[] action in LaneRunner.Run(width, sampling, Repeated(logits, draws), 1))
            counts[(int)action[0]]++;
        return counts;
    }

    private static float[][] Repeated(float[] sample, int count) => [.. Enumerable.Repeat(sample, count)];

    /// <summary>Logits, action, dL/dlogProb, dL/dentropy.</summary>
    private static float[][] Samples(int actionSize, int count)
    {
        var numbers = new TestNumbers(actionSize);
        return [.. Enumerable.Range(0, count).Select(_ => (float[])
            [.. numbers.Uniforms(actionSize, -4, 4), numbers.Index(actionSize), numbers.Uniform(-2, 2), numbers.Uniform(-2, 2)])];
    }
}
