using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;

namespace GpuAc.Kernels.Tests.Optimizers;

public class OptimizerConfigTests
{
    [Fact]
    public void Defaults_AreThoseDocumented()
    {
        var config = new OptimizerConfig();
        Assert.Empty(config.Validate());
        Assert.Equal(OptimizerKind.Adam, config.Kind);
        Assert.Equal(LearningRateSchedule.Constant, config.Schedule);
        Assert.Equal([3e-4f, 0f, 0.9f, 0.999f, 0.99f, 0f, 1e-5f, 0f],
        [
            config.LearningRate, config.FinalLearningRate, config.Beta1, config.Beta2, config.RmsDecay, config.Momentum, config.Epsilon,
            config.WeightDecay,
        ]);
    }

    [Fact]
    public void Validate_EverythingWrong_ReportsEveryFault()
    {
        var config = new OptimizerConfig
        {
            Kind = (OptimizerKind)9,
            Schedule = (LearningRateSchedule)9,
            LearningRate = 0,
            FinalLearningRate = -1,
            Beta1 = 1,
            Beta2 = float.NaN,
            RmsDecay = -0.1f,
            Momentum = 2,
            Epsilon = 0,
            WeightDecay = float.PositiveInfinity,
        };
        IReadOnlyList<string> faults = config.Validate();
        string[] settings =
            [
                "'optimizer'", "'learningRateSchedule'", "'learningRate'", "'finalLearningRate'", "'beta1'", "'beta2'", "'rmsDecay'",
                "'momentum'", "'epsilon'", "'weightDecay'",
            ];
        Assert.Equal(settings, faults.Select(fault => fault.Split(' ')[0]));
        Assert.Equal("'finalLearningRate' must be at least 0 and finite, but is -1.", faults[3]);
    }

    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(0.25, 0.0175)]
    [InlineData(1, 0.01)]
    [InlineData(3, 0.01)]
    public void LearningRateAt_Linear_RunsFromInitialToFinal(double progress, double expected)
    {
        var config = new OptimizerConfig { LearningRate = 0.02f, FinalLearningRate = 0.01f, Schedule = LearningRateSchedule.Linear };
        Near.Equal(expected, config.LearningRateAt(progress), 1e-6, 0, "learning rate");
        Assert.Equal(config.LearningRateAt(progress), config.CreateStep(5, progress).LearningRate);
    }

    [Fact]
    public void LearningRateAt_LinearWithoutFinalRate_EndsAtZero() =>
        Assert.Equal(0, new OptimizerConfig { Schedule = LearningRateSchedule.Linear }.LearningRateAt(1));

    [Fact]
    public void LearningRateAt_Constant_StaysPut() =>
        Assert.Equal(3e-4f, new OptimizerConfig { FinalLearningRate = 1 }.LearningRateAt(0.9));

    [Theory]
    [InlineData(1, 10, 1000)]
    [InlineData(2, 5.2631578947, 500.25)]
    [InlineData(1_000_000_000_000, 1, 1)]
    public void CreateStep_Adam_CorrectsTheBiasOfEachUpdate(long update, double first, double second)
    {
        // 0.999 is not a float32: β2 itself is off by up to 3e-8, which 1/(1 − β2) multiplies.
        OptimizerStep step = new OptimizerConfig().CreateStep(update, 0);
        Near.Equal(first, step.BiasCorrection1, 1e-6, 0, "first");
        Near.Equal(second, step.BiasCorrection2, 5e-5, 0, "second");
    }

    [Theory]
    [InlineData(OptimizerKind.RMSProp)]
    [InlineData(OptimizerKind.Sgd)]
    public void CreateStep_NotAdam_TakesMomentumAndRmsDecay(OptimizerKind kind)
    {
        OptimizerStep step = new OptimizerConfig { Kind = kind, Momentum = 0.4f, RmsDecay = 0.6f }.CreateStep(1, 0);
        Assert.Equal([0.4f, 0.6f, 1f, 1f], [step.Beta1, step.Beta2, step.BiasCorrection1, step.BiasCorrection2]);
    }

    [Fact]
    public void CreateStep_UpdateZero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerConfig().CreateStep(0, 0));

    [Theory]
    [InlineData(0f, 0.5f, 1)]
    [InlineData(0.49f, 0.5f, 1)]
    [InlineData(2f, 0.5f, 0.25)]
    [InlineData(1e6f, float.PositiveInfinity, 1)]
    [InlineData(float.NaN, 0.5f, double.NaN)]
    public void GradientClipping_Factor_BoundsTheNorm(float norm, float maxNorm, double expected) =>
        Near.Equal(expected, GradientClipping.Factor(norm, maxNorm), 1e-6, 0, "factor");
}
