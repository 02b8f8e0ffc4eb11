using GpuAc.Kernels.Cpu;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu;

public unsafe class ActorCriticTileTests
{
    // Widths around and far from whole registers, inputs narrower and wider than one, and no hidden layer at all.
    private static readonly (int Observations, int[] Hidden, int Actions, bool Shared)[] Shapes =
    [
        (1, [], 1, false),
        (17, [], 3, false),
        (2, [5], 2, false),
        (4, [64, 64], 2, false),
        (3, [1, 3, 5], 4, false),
        (16, [17, 33, 100], 5, false),
        (1, [1], 16, true),
        (3, [64], 1, true),
        (15, [33, 17, 3], 2, true),
        (4, [100, 5], 3, true),
    ];

    public static TheoryData<Activation> Activations => [.. Activation.BuiltIn];

    [Theory]
    [MemberData(nameof(Activations))]
    public void ForwardAndBackward_AnyShapeAndWidth_MatchTheDoubleReference(Activation activation)
    {
        foreach ((int observations, int[] hidden, int actions, bool shared) in Shapes)
        {
            var expected = new Expected(TestNetworks.Create(observations, hidden, actions, activation, shared, logStds: 0));
            foreach (int width in LaneRunner.AllWidths)
                LaneDispatch.Run(width, new Comparison(expected));
        }
    }

    /// <summary>A tile's observations and slopes, and what they give in double precision.</summary>
    private sealed class Expected
    {
        public Expected(ActorCriticSpec spec)
        {
            Spec = spec;
            var numbers = new TestNumbers(spec.ParameterCount);
            int inputs = spec.Body.Inputs, outputs = spec.Actor.Outputs;
            Parameters = TestNetworks.Parameters(spec, numbers);
            Observations = numbers.Uniforms(inputs * Tile.Lanes, -2, 2);
            Slopes = numbers.Uniforms((outputs + 1) * Tile.Lanes, -1, 1);
            Outputs = new double[(outputs + 1) * Tile.Lanes];
            Gradients = new double[spec.ParameterCount];
            var reference = new ActorCriticReference(spec);
            double[] parameters = [.. Parameters];
            for (int lane = 0; lane < Tile.Lanes; lane++)
            {
                double[] observation = TileData.Column(Observations, lane, inputs);
                (double[] policy, double value) = reference.Forward(parameters, observation);
                for (int k = 0; k < outputs; k++)
                    Outputs[k * Tile.Lanes + lane] = policy[k];
                Outputs[outputs * Tile.Lanes + lane] = value;
                double[] slopes = TileData.Column(Slopes, lane, outputs + 1);
                reference.Backward(parameters, observation, slopes[..outputs], slopes[outputs], Gradients);
            }
        }

        public ActorCriticSpec Spec { get; }

        public float[] Parameters { get; }

        public float[] Observations { get; }

        public float[] Slopes { get; }

        public double[] Outputs { get; }

        public double[] Gradients { get; }
    }

    private sealed class Comparison(Expected expected) : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            ActorCriticSpec spec = expected.Spec;
            var layout = new PaddedLayout(spec);
            int valueRow = spec.Actor.Outputs * Tile.Lanes;
            using AlignedBuffer parameters = new(layout.Length), gradients = new(layout.Length);
            layout.Pack(expected.Parameters, parameters.Span);
            using AlignedBuffer observations = new(expected.Observations.Length), slopes = new(expected.Slopes.Length);
            expected.Observations.CopyTo(observations.Span);
            using var network = new ActorCriticTile<F>(layout);
            using var scratch = new MlpScratch(layout);

            network.Forward(parameters.Pointer, observations.Pointer, Tile.Lanes / F.Width, out float* policy, out float* values);
            for (int i = 0; i < expected.Outputs.Length; i++)
                Near.Equal(
                    expected.Outputs[i], i < valueRow ? policy[i] : values[i - valueRow], 1e-5, 4e-6,
                    $"output {i} at width {F.Width}, {spec}");

            // Gradients accumulate from tile to tile, so the second time they are twice as large.
            for (int times = 1; times <= 2; times++)
            {
                expected.Slopes.CopyTo(slopes.Span);
                network.Backward(
                    parameters.Pointer, gradients.Pointer, observations.Pointer, slopes.Pointer, slopes.Pointer + valueRow, scratch);
                var actual = new float[spec.ParameterCount];
                layout.Unpack(gradients.Span, actual);
                for (int i = 0; i < actual.Length; i++)
                    Near.Equal(times * expected.Gradients[i], actual[i], 2e-5, times * 6e-5, $"gradient {i} at width {F.Width}, {spec}");
            }

            PaddingAssert.IsZero(layout, gradients.Span);
            return true;
        }
    }
}
