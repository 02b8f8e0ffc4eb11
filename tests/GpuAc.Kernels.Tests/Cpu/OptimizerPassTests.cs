using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Optimizers;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class OptimizerPassTests
{
    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Reduce_SomePartials_SumsThemAndTheirSquares(int width) => LaneDispatch.Run(width, new Reduction());

    [Theory]
    [MemberData(nameof(Widths))]
    public void Update_PartOfTheParameters_AppliesTheRuleThereAndOnlyThere(int width)
    {
        foreach (OptimizerKind kind in Enum.GetValues<OptimizerKind>())
            LaneDispatch.Run(width, new Updating(kind));
    }

    private sealed class Reduction : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            const int Stride = 96, Length = 48;
            var numbers = new TestNumbers(1);
            for (int count = 1; count <= 5; count++)
            {
                using AlignedBuffer partials = new(5 * Stride), gradient = new(Stride);
                foreach (ref float value in partials.Span)
                    value = numbers.Index(9) - 4;
                gradient.Span.Fill(77);
                OptimizerPass<F>.Sum(partials.Pointer, Stride, count, gradient.Pointer, Length);
                float squares = OptimizerPass<F>.Squares(gradient.Pointer, Length);
                double expectedSquares = 0;
                for (int i = 0; i < Length; i++)
                {
                    double sum = Enumerable.Range(0, count).Sum(k => (double)partials.Pointer[k * Stride + i]);
                    Assert.Equal(sum, gradient.Pointer[i]);
                    expectedSquares += sum * sum;
                }

                Assert.Equal(expectedSquares, squares);
                Assert.Equal(77, gradient.Pointer[Length]);
            }

            return true;
        }
    }

    private sealed class Updating(OptimizerKind kind) : ILaneFunction<bool>
    {
        private const float Scale = 0.25f;

        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            const int Start = 32, Length = 48;
            var config = new OptimizerConfig { Kind = kind, LearningRate = 0.1f, WeightDecay = 0.05f, Momentum = 0.4f };
            OptimizerStep step = config.CreateStep(3, 0);
            var layout = new PaddedLayout(TestNetworks.Create(4, [5], 2, Activation.Tanh, shared: false, logStds: 0));
            using ParameterState state = new(layout), before = new(layout);
            int all = 4 * layout.Length;
            new TestNumbers(2).Uniforms(all, 0.1f, 1).CopyTo(new Span<float>(state.Parameters, all));
            new Span<float>(state.Parameters, all).CopyTo(new Span<float>(before.Parameters, all));

            OptimizerPass<F>.Update(kind, step, Scale, state, Start, Length);

            for (int i = 0; i < layout.Length; i++)
            {
                float[] expected = [before.Parameters[i], before.FirstMoments[i], before.SecondMoments[i]];
                if (i is >= Start and < Start + Length)
                    expected = Scalar(step, before.Gradients[i] * Scale, expected);
                float[] actual = [state.Parameters[i], state.FirstMoments[i], state.SecondMoments[i]];
                for (int k = 0; k < 3; k++)
                    Near.Equal(expected[k], actual[k], 1e-6, 0, $"{kind}, number {k} of parameter {i}");
            }

            return true;
        }

        private float[] Scalar(OptimizerStep step, float gradient, float[] numbers)
        {
            Lane1 parameter = Lane1.Of(numbers[0]), first = Lane1.Of(numbers[1]), second = Lane1.Of(numbers[2]), slope = Lane1.Of(gradient);
            switch (kind)
            {
                case OptimizerKind.Adam:
                    Adam.Update(step, slope, ref parameter, ref first, ref second);
                    break;
                case OptimizerKind.AdamW:
                    AdamW.Update(step, slope, ref parameter, ref first, ref second);
                    break;
                case OptimizerKind.RMSProp:
                    RMSProp.Update(step, slope, ref parameter, ref first, ref second);
                    break;
                default:
                    Sgd.Update(step, slope, ref parameter, ref first, ref second);
                    break;
            }

            return [parameter.Value, first.Value, second.Value];
        }
    }
}
