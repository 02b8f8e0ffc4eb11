using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>Runs a lane program over samples at a chosen lane width.</summary>
internal static class LaneRunner
{
    /// <summary>The lane widths that this machine has.</summary>
    public static TheoryData<int> AllWidths => [.. Widths(1)];

    /// <summary>The same, without the scalar reference.</summary>
    public static TheoryData<int> WideWidths => [.. Widths(4)];

    /// <summary>Outputs [sample][component] for inputs [sample][component].</summary>
    public static float[][] Run<TProgram>(int width, TProgram program, float[][] samples, int outputs)
        where TProgram : ILaneProgram => width switch
        {
            1 => Run<Lane1, TProgram>(program, samples, outputs),
            4 => Run<Lane4, TProgram>(program, samples, outputs),
            8 => Run<Lane8, TProgram>(program, samples, outputs),
            16 => Run<Lane16, TProgram>(program, samples, outputs),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "No such lane width."),
        };

    /// <summary>The program's outputs with scalar lanes, for one sample.</summary>
    public static float[] RunScalar<TProgram>(TProgram program, float[] sample, int outputs)
        where TProgram : ILaneProgram => Run(1, program, [sample], outputs)[0];

    /// <summary>
    /// Fails unless a width gives, for every sample, what the scalar lane gives, within a relative and an absolute tolerance.
    /// </summary>
    public static void AssertMatchesScalar<TProgram>(
        int width, TProgram program, float[][] samples, int outputs, double relative, double absolute)
        where TProgram : ILaneProgram
    {
        float[][] expected = Run(1, program, samples, outputs);
        float[][] actual = Run(width, program, samples, outputs);
        for (int s = 0; s < samples.Length; s++)
        {
            for (int k = 0; k < outputs; k++)
                Near.Equal(expected[s][k], actual[s][k], relative, absolute, $"width {width}, sample {s}, output {k}");
        }
    }

    private static IEnumerable<int> Widths(int least) => new[] { 1, 4, 8, 16 }.Where(width => width >= least && width <= LaneWidth.Widest);

    private static unsafe float[][] Run<F, TProgram>(TProgram program, float[][] samples, int outputs)
        where F : struct, IFloatLane<F>
        where TProgram : ILaneProgram
    {
        var results = new float[samples.Length][];
        float* lanes = stackalloc float[F.Width];
        Components<F> input = default;
        Components<F> output = default;
        for (int first = 0; first < samples.Length; first += F.Width)
        {
            int used = Math.Min(F.Width, samples.Length - first);
            for (int k = 0; k < samples[first].Length; k++)
            {
                for (int lane = 0; lane < F.Width; lane++)
                    lanes[lane] = samples[first + Math.Min(lane, used - 1)][k];
                input[k] = F.Load(lanes);
            }

            program.Run((uint)first, ref input, ref output);

            for (int lane = 0; lane < used; lane++)
                results[first + lane] = new float[outputs];
            for (int k = 0; k < outputs; k++)
            {
                output[k].Store(lanes);
                for (int lane = 0; lane < used; lane++)
                    results[first + lane][k] = lanes[lane];
            }
        }

        return results;
    }
}
