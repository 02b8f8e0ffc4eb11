using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class MlpTileTests
{
    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Backward_InputGradientWanted_IsTheReferences(int width)
    {
        foreach (Activation activation in Activation.BuiltIn)
        {
            AssertBackward(width, new MlpSpec(3, [new(3, 17, activation), new(17, 5, activation)]));
            AssertBackward(width, new MlpSpec(33, [new(33, 4, activation)]));
            AssertBackward(width, new MlpSpec(1, [new(1, 1, activation), new(1, 16, activation), new(16, 2, activation)]));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_SomeRegisters_LeavesTheOthersAlone(int width) => LaneDispatch.Run(width, new PartialForward());

    [Fact]
    public void Forward_NoLayers_IsTheInputItself()
    {
        using var input = new AlignedBuffer(2 * Tile.Lanes);
        using var tile = new MlpTile<Lane4>([]);
        Assert.True(tile.Forward(null, input.Pointer, 16) == input.Pointer);
    }

    [Fact]
    public void Reference_Gradient_IsItsFiniteDifference()
    {
        // The reference that all gradients are compared with, itself checked against the definition of a derivative.
        foreach (Activation activation in Activation.BuiltIn)
        {
            var spec = new MlpSpec(3, [new(3, 4, activation), new(4, 2, activation)]);
            var reference = new MlpReference(spec);
            var numbers = new TestNumbers(5);
            double[] parameters = [.. numbers.Uniforms(spec.ParameterCount, -1, 1)], x = [.. numbers.Uniforms(3, -1, 1)];
            double[] weights = [0.7, -1.3];
            double Loss(double[] p, double[] input) => reference.Forward(p, input).Zip(weights, (y, w) => y * w).Sum();
            var gradients = new double[spec.ParameterCount];
            double[] inputGradient = reference.Backward(parameters, x, weights, gradients);
            AssertNear(FiniteDifference.Gradient(p => Loss(p, x), parameters), gradients, activation);
            AssertNear(FiniteDifference.Gradient(input => Loss(parameters, input), x), inputGradient, activation);
        }

        static void AssertNear(double[] expected, double[] actual, Activation activation)
        {
            for (int i = 0; i < expected.Length; i++)
                Near.Equal(expected[i], actual[i], 1e-7, 1e-8, $"{activation}, derivative {i}");
        }
    }

    /// <summary>Compares both passes of a perceptron with the reference.</summary>
    internal static void AssertBackward(int width, MlpSpec spec) => LaneDispatch.Run(width, new Backward(spec));

    // A layout that holds the perceptron as the actor, next to the smallest critic.
    private static PaddedLayout LayOut(MlpSpec spec) =>
        new(new ActorCriticSpec(new MlpSpec(spec.Inputs, []), spec, MlpSpec.Create(spec.Inputs, [], Activation.Identity, 1), 0));

    private sealed class Backward(MlpSpec spec) : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            PaddedLayout layout = LayOut(spec);
            var numbers = new TestNumbers(spec.ParameterCount);
            float[] flat = numbers.Uniforms(layout.Spec.ParameterCount, -0.7f, 0.7f);
            using AlignedBuffer parameters = new(layout.Length), gradients = new(layout.Length);
            layout.Pack(flat, parameters.Span);
            using AlignedBuffer input = new(spec.Inputs * Tile.Lanes), outputGradient = new(spec.Outputs * Tile.Lanes);
            using AlignedBuffer inputGradient = new(spec.Inputs * Tile.Lanes);
            numbers.Uniforms(spec.Inputs * Tile.Lanes, -1, 1).CopyTo(input.Span);
            float[] dy = numbers.Uniforms(spec.Outputs * Tile.Lanes, -1, 1);
            dy.CopyTo(outputGradient.Span);
            using var tile = new MlpTile<F>(layout.Actor);
            using var scratch = new MlpScratch(layout);

            tile.Forward(parameters.Pointer, input.Pointer, Tile.Lanes / F.Width);
            tile.Backward(parameters.Pointer, gradients.Pointer, input.Pointer, outputGradient.Pointer, inputGradient.Pointer, scratch);

            var reference = new MlpReference(spec);
            var expected = new double[layout.Spec.ParameterCount];
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double[] dx = reference.Backward(
                    [.. flat], TileData.Column(input.Span, lane, spec.Inputs), TileData.Column(dy, lane, spec.Outputs), expected);
                for (int i = 0; i < spec.Inputs; i++)
                    Near.Equal(
                        dx[i], inputGradient.Pointer[i * Tile.Lanes + lane], 2e-5, 2e-6,
                        $"dL/dinput[{i}] of lane {lane}, {spec.Layers[0].Activation}");
            }

            var actual = new float[layout.Spec.ParameterCount];
            layout.Unpack(gradients.Span, actual);
            for (int i = 0; i < actual.Length; i++)
                Near.Equal(expected[i], actual[i], 2e-5, 2e-5, $"dL/dparameter[{i}], {spec.Layers[0].Activation}");
            return true;
        }
    }

    private sealed class PartialForward : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            PaddedLayout layout = LayOut(MlpSpec.Create(2, [3], Activation.SiLU, 2));
            using AlignedBuffer parameters = new(layout.Length), input = new(2 * Tile.Lanes);
            parameters.Span.Fill(1);
            input.Span.Fill(1);
            using var tile = new MlpTile<F>(layout.Actor);
            float* output = tile.Forward(parameters.Pointer, input.Pointer, registers: 1);
            for (int lane = 0; lane < Tile.Lanes; lane++)
                Assert.Equal(lane < F.Width, output[lane] != 0);
            return true;
        }
    }
}
