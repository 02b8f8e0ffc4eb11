using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Losses;

public class PolicyLossTests
{
    /// <summary>Log-probabilities up to 4 in magnitude make ratios good to about 5e-7.</summary>
    private const double Tolerance = 4e-6;

    private static readonly PpoLoss PlainValue = new() { ClipRange = 0.2f, ValueCoefficient = 0.7f, EntropyCoefficient = 0.03f };

    private static readonly PpoLoss ClippedValue =
        new() { ClipRange = 0.2f, ValueClipRange = 0.3f, ValueCoefficient = 0.5f, EntropyCoefficient = 0.01f };

    private static readonly A2CLoss A2C =
        new() { ValueCoefficient = PlainValue.ValueCoefficient, EntropyCoefficient = PlainValue.EntropyCoefficient };

    public static TheoryData<int> WideWidths => LaneRunner.WideWidths;

    [Fact]
    public void A2C_RandomSamples_MatchDoubleReference() => AssertMatches(A2C, PlainValue, LossReference.A2CPolicyLoss, clips: false);

    [Fact]
    public void Ppo_PlainValueLoss_MatchesDoubleReference() =>
        AssertMatches(PlainValue, PlainValue, c => LossReference.PpoPolicyLoss(c, 0.2f), clips: true);

    [Fact]
    public void Ppo_ClippedValueLoss_MatchesDoubleReference() =>
        AssertMatches(ClippedValue, ClippedValue, c => LossReference.PpoPolicyLoss(c, 0.2f), clips: true);

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void BothLosses_WideLanes_MatchScalarLane(int width)
    {
        float[][] samples = Samples(257);
        LaneRunner.AssertMatchesScalar(width, new EvaluateLoss<A2CLoss>(A2C), samples, 7, Tolerance, 1e-6);
        LaneRunner.AssertMatchesScalar(width, new EvaluateLoss<PpoLoss>(PlainValue), samples, 7, Tolerance, 1e-6);
        LaneRunner.AssertMatchesScalar(width, new EvaluateLoss<PpoLoss>(ClippedValue), samples, 7, Tolerance, 1e-6);
    }

    [Theory]
    [InlineData(1.5, 2, 0, 1)] // Already much likelier and good: no reason to go further.
    [InlineData(0.5, -2, 0, 1)] // Already much less likely and bad: likewise.
    [InlineData(0.5, 2, -1, 1)] // Less likely though good: pulled back, −ratio·A.
    [InlineData(1.5, -2, 3, 1)] // Likelier though bad: pushed back.
    [InlineData(1.1, 2, -2.2, 0)] // Inside the range: the plain policy gradient.
    [InlineData(0.9, -2, 1.8, 0)]
    public void Ppo_EachSideOfTheClipRange_HasThePapersGradient(double ratio, double advantage, double gradient, double clipped)
    {
        LossCase sample = new(Math.Log(ratio), 0, 0, advantage, 0, 0, 0);
        float[] actual = LaneRunner.RunScalar(new EvaluateLoss<PpoLoss>(PlainValue), sample.ToSample(), 7);
        Near.Equal(gradient, actual[0], 1e-6, 0, "dL/dlogProb");
        Assert.Equal(clipped, actual[6]);
    }

    [Theory]
    [InlineData(1.0, 0.2, 0.8)] // Inside the range: V − R.
    [InlineData(1.5, 0.9, 0.6)] // Outside, still the larger error: V − R.
    [InlineData(1.5, 2.0, 0)] // Outside and past the clipped value on the way to R: no gradient.
    [InlineData(0.2, -1.0, 0)] // The same below.
    public void Ppo_ClippedValueLoss_HasItsGradientOnlyWhereUnclippedIsLarger(double value, double target, double gradient)
    {
        var settings = new PpoLoss { ClipRange = 0.2f, ValueClipRange = 0.3f, ValueCoefficient = 1 };
        LossCase sample = new(0, 0, 0, 0, value, 0.9, target);
        Near.Equal(gradient, LaneRunner.RunScalar(new EvaluateLoss<PpoLoss>(settings), sample.ToSample(), 7)[2], 1e-6, 0, "dL/dvalue");
    }

    [Fact]
    public void Ppo_ValueInsideTheClipRange_AlwaysHasItsGradient()
    {
        // Vold + (V − Vold) is not V in float32: a clipped error made so exceeds the plain one by a rounding, and the gradient vanishes.
        var settings = new PpoLoss { ClipRange = 0.2f, ValueClipRange = 0.3f, ValueCoefficient = 1 };
        var numbers = new TestNumbers(8);
        for (int i = 0; i < 2000; i++)
        {
            float value = numbers.Uniform(-0.14f, 0.14f), oldValue = numbers.Uniform(-0.14f, 0.14f), target = numbers.Uniform(-2, 2);
            float[] outputs = LaneRunner.RunScalar(new EvaluateLoss<PpoLoss>(settings), [0, 0, 0, 0, value, oldValue, target], 7);
            Assert.Equal(value - target, outputs[2]);
        }
    }

    [Fact]
    public void Ppo_UnchangedPolicy_HasTheGradientOfA2C()
    {
        foreach (float[] sample in Samples(50))
        {
            sample[1] = sample[0];
            float[] ppo = LaneRunner.RunScalar(new EvaluateLoss<PpoLoss>(PlainValue), sample, 7);
            float[] a2c = LaneRunner.RunScalar(new EvaluateLoss<A2CLoss>(A2C), sample, 7);
            Assert.Equal(a2c[..3], ppo[..3]);
            Assert.Equal([0f, 0f], ppo[5..]);
        }
    }

    [Theory]
    [InlineData(1e-4f, 1e-6)]
    [InlineData(-1e-4f, 1e-6)]
    [InlineData(0.0123f, 1e-6)]
    [InlineData(0.249f, 1e-6)]
    [InlineData(-0.251f, 8e-6)] // Beyond the series a little of the difference cancels.
    [InlineData(3f, 1e-6)]
    [InlineData(-5f, 1e-6)]
    public void ApproxKl_AnyRatio_KeepsRelativePrecision(float logRatio, double relative)
    {
        LossCase sample = new(logRatio, 0, 0, 1, 0, 0, 0);
        float actual = LaneRunner.RunScalar(new EvaluateLoss<PpoLoss>(PlainValue), sample.ToSample(), 7)[5];
        Near.Equal(LossReference.ApproxKl(sample), actual, relative, 0, "approximate KL");
    }

    private static void AssertMatches<TLoss>(TLoss loss, PpoLoss settings, Func<LossCase, double> policyLoss, bool clips)
        where TLoss : unmanaged, IPolicyLoss
    {
        int compared = 0;
        foreach (float[] sample in Samples(400))
        {
            LossCase c = LossCase.From(sample);
            if (NearKink(c, settings))
                continue;
            compared++;
            double[] gradient = FiniteDifference.Gradient(
                x =>
                {
                    LossCase moved = c with { LogProb = x[0], Entropy = x[1], Value = x[2] };
                    return LossReference.Total(policyLoss(moved), moved, settings);
                },
                [c.LogProb, c.Entropy, c.Value]);

            float[] actual = LaneRunner.RunScalar(new EvaluateLoss<TLoss>(loss), sample, 7);
            bool isClipped = clips && Math.Abs(Math.Exp(c.LogProb - c.OldLogProb) - 1) > settings.ClipRange;
            double[] expected =
            [
                .. gradient, policyLoss(c), LossReference.ValueLoss(c, settings.ValueClipRange), LossReference.ApproxKl(c),
                isClipped ? 1 : 0,
            ];
            for (int k = 0; k < expected.Length; k++)
                Near.Equal(expected[k], actual[k], Tolerance, Tolerance, $"output {k} of {c}");
        }

        Assert.True(compared > 350, $"Only {compared} of 400 samples were away from a kink.");
    }

    /// <summary>True where the loss bends within a finite difference's reach, or rounding may choose the other side.</summary>
    private static bool NearKink(LossCase c, PpoLoss settings)
    {
        const double Reach = 1e-3;
        double fromRatioOne = Math.Abs(Math.Exp(c.LogProb - c.OldLogProb) - 1);
        double moved = Math.Abs(c.Value - c.OldValue);
        double clippedValue = c.OldValue + Math.Clamp(c.Value - c.OldValue, -settings.ValueClipRange, settings.ValueClipRange);
        double tie = Math.Abs(Math.Abs(c.Value - c.Return) - Math.Abs(clippedValue - c.Return));
        return Math.Abs(fromRatioOne - settings.ClipRange) < Reach
            || (settings.ValueClipRange > 0
                && (Math.Abs(moved - settings.ValueClipRange) < Reach || (moved > settings.ValueClipRange && tie < Reach)));
    }

    private static float[][] Samples(int count)
    {
        var numbers = new TestNumbers(8);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float oldLogProb = numbers.Uniform(-3, 1);
            float oldValue = numbers.Uniform(-2, 2);
            return (float[])
            [
                oldLogProb + numbers.Uniform(-0.6f, 0.6f), oldLogProb, numbers.Uniform(0, 2), numbers.Uniform(-3, 3),
                oldValue + numbers.Uniform(-0.8f, 0.8f), oldValue, numbers.Uniform(-3, 3),
            ];
        })];
    }
}
