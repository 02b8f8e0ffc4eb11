using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Optimizers;

public class OptimizerRuleTests
{
    private const int Updates = 100;

    /// <summary>Float32 against double after 100 updates of parameters of size one.</summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<int> WideWidths => LaneRunner.WideWidths;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Adam_HundredUpdates_MatchDoubleReference(float weightDecay) =>
        AssertMatches<Adam>(new OptimizerConfig { Kind = OptimizerKind.Adam, LearningRate = 0.01f, WeightDecay = weightDecay });

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void AdamW_HundredUpdates_MatchDoubleReference(float weightDecay) =>
        AssertMatches<AdamW>(new OptimizerConfig { Kind = OptimizerKind.AdamW, LearningRate = 0.01f, WeightDecay = weightDecay });

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.9f, 0.1f)]
    public void RMSProp_HundredUpdates_MatchDoubleReference(float momentum, float weightDecay) =>
        AssertMatches<RMSProp>(
            new OptimizerConfig { Kind = OptimizerKind.RMSProp, LearningRate = 0.002f, Momentum = momentum, WeightDecay = weightDecay });

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.9f, 0.1f)]
    public void Sgd_HundredUpdates_MatchDoubleReference(float momentum, float weightDecay) =>
        AssertMatches<Sgd>(
            new OptimizerConfig { Kind = OptimizerKind.Sgd, LearningRate = 0.01f, Momentum = momentum, WeightDecay = weightDecay });

    [Theory]
    [MemberData(nameof(WideWidths))]
    public void EveryRule_WideLanes_MatchScalarLane(int width)
    {
        var config = new OptimizerConfig { LearningRate = 0.01f, Momentum = 0.8f, WeightDecay = 0.05f };
        float[][] samples = [.. Enumerable.Range(0, 37).Select(i => (float[])[1 - 0.05f * i, i])];
        LaneRunner.AssertMatchesScalar(width, new Train<Adam>(config with { Kind = OptimizerKind.Adam }), samples, 3, Tolerance, Tolerance);
        LaneRunner.AssertMatchesScalar(
            width, new Train<AdamW>(config with { Kind = OptimizerKind.AdamW }), samples, 3, Tolerance, Tolerance);
        LaneRunner.AssertMatchesScalar(
            width, new Train<RMSProp>(config with { Kind = OptimizerKind.RMSProp }), samples, 3, Tolerance, Tolerance);
        LaneRunner.AssertMatchesScalar(width, new Train<Sgd>(config with { Kind = OptimizerKind.Sgd }), samples, 3, Tolerance, Tolerance);
    }

    [Theory]
    [InlineData(1e-4f)]
    [InlineData(-3f)]
    public void Adam_FirstUpdate_MovesByTheLearningRate(float gradient)
    {
        OptimizerStep step = new OptimizerConfig { LearningRate = 0.01f, Epsilon = 1e-12f }.CreateStep(1, 0);
        Lane1 parameter = Lane1.One;
        Lane1 m = Lane1.Zero;
        Lane1 v = Lane1.Zero;
        Adam.Update(step, new Lane1(gradient), ref parameter, ref m, ref v);
        Near.Equal(1 - 0.01 * Math.Sign(gradient), parameter.Value, 1e-6, 0, "parameter");
    }

    [Fact]
    public void EveryRule_ZeroGradientWithoutDecay_LeavesTheParameter()
    {
        OptimizerStep step = new OptimizerConfig().CreateStep(1, 0);
        AssertUnmoved<Adam>(step);
        AssertUnmoved<AdamW>(step);
        AssertUnmoved<RMSProp>(step);
        AssertUnmoved<Sgd>(step);
    }

    private static void AssertUnmoved<TRule>(OptimizerStep step)
        where TRule : struct, IOptimizerRule
    {
        var parameter = new Lane1(0.7f);
        Lane1 m = Lane1.Zero;
        Lane1 v = Lane1.Zero;
        TRule.Update(step, Lane1.Zero, ref parameter, ref m, ref v);
        Assert.Equal([0.7f, 0f, 0f], [parameter.Value, m.Value, v.Value]);
    }

    private static void AssertMatches<TRule>(OptimizerConfig config)
        where TRule : struct, IOptimizerRule
    {
        for (int stream = 0; stream < 5; stream++)
        {
            float start = 1 - 0.4f * stream;
            float[] actual = LaneRunner.RunScalar(new Train<TRule>(config), [start, stream], 3);
            double[] expected = Reference(config, start, stream);
            for (int k = 0; k < 3; k++)
                Near.Equal(expected[k], actual[k], Tolerance, Tolerance, $"{typeof(TRule).Name}, output {k} of stream {stream}");
            Assert.True(Math.Abs(expected[0] - start) > 1e-2, "The parameter must move for the comparison to mean something.");
        }
    }

    /// <summary>PyTorch's documented algorithms in double precision. Returns parameter, first moment, second moment.</summary>
    private static double[] Reference(OptimizerConfig config, double parameter, int stream)
    {
        double learningRate = config.LearningRate;
        double beta1 = config.Beta1;
        double beta2 = config.Beta2;
        double first = 0;
        double second = 0;
        for (int t = 1; t <= Updates; t++)
        {
            double gradient = Gradient(stream, t);
            if (config.Kind == OptimizerKind.AdamW)
                parameter *= 1 - learningRate * config.WeightDecay;
            else
                gradient += config.WeightDecay * parameter;

            switch (config.Kind)
            {
                case OptimizerKind.Adam or OptimizerKind.AdamW:
                    first = beta1 * first + (1 - beta1) * gradient;
                    second = beta2 * second + (1 - beta2) * gradient * gradient;
                    double corrected1 = first / (1 - Math.Pow(beta1, t));
                    double corrected2 = second / (1 - Math.Pow(beta2, t));
                    parameter -= learningRate * corrected1 / (Math.Sqrt(corrected2) + config.Epsilon);
                    break;
                case OptimizerKind.RMSProp:
                    second = config.RmsDecay * second + (1.0 - config.RmsDecay) * gradient * gradient;
                    first = config.Momentum * first + gradient / (Math.Sqrt(second) + config.Epsilon);
                    parameter -= learningRate * first;
                    break;
                default:
                    first = config.Momentum * first + gradient;
                    parameter -= learningRate * first;
                    break;
            }
        }

        return [parameter, first, second];
    }

    /// <summary>Gradient of an update: a drift and an oscillation that differ between streams.</summary>
    private static float Gradient(int stream, int t) => 0.3f + 0.1f * stream + MathF.Cos(0.7f * t * (stream + 1));

    /// <summary>
    /// Inputs: the first value of the parameter, the number of its stream of gradients. Outputs: parameter and moments after the updates.
    /// </summary>
    private readonly struct Train<TRule>(OptimizerConfig config) : ILaneProgram
        where TRule : struct, IOptimizerRule
    {
        public unsafe void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
            where F : struct, IFloatLane<F>
        {
            float* streams = stackalloc float[F.Width];
            float* gradients = stackalloc float[F.Width];
            input[1].Store(streams);
            F parameter = input[0];
            F first = F.Zero;
            F second = F.Zero;
            for (int t = 1; t <= Updates; t++)
            {
                for (int lane = 0; lane < F.Width; lane++)
                    gradients[lane] = Gradient((int)streams[lane], t);
                TRule.Update(config.CreateStep(t, 0), F.Load(gradients), ref parameter, ref first, ref second);
            }

            output[0] = parameter;
            output[1] = first;
            output[2] = second;
        }
    }
}
