using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.Tests.Rollouts;

public unsafe class ObservationNormalizerTests
{
    private static readonly double[] Values = [1, 2, 4, 8, 16, 32];

    public static TheoryData<int> Widths => LaneRunner.AllWidths;

    [Fact]
    public void Publish_MergedBatches_HasTheirMoments()
    {
        using var normalizer = new ObservationNormalizer([3, 3]);
        Merge(normalizer, component: 1, Values[..2]);
        Merge(normalizer, component: 1, Values[2..]);
        Assert.Equal([0f, 0f], normalizer.Snapshot().Mean);
        normalizer.Publish();

        ObservationNormalization snapshot = normalizer.Snapshot();
        double variance = Values.Average(x => Math.Pow(x - 10.5, 2));
        Assert.Equal([0f, 10.5f], snapshot.Mean);
        Assert.Equal([1f, (float)variance], snapshot.Variance);
        Assert.Equal((1e-8f, 10f), (snapshot.Epsilon, snapshot.Clip));
        Near.Equal(1 / Math.Sqrt(variance + 1e-8), normalizer.Scale[1], 1e-6, 0, "scale");
    }

    [Fact]
    public void Shift_BeforeAndAfterABatch_IsTheFirstObservationThenTheBatchsMean()
    {
        using var normalizer = new ObservationNormalizer([1e6f, -4]);
        Assert.Equal((1e6f, -4f), (normalizer.Shift[0], normalizer.Shift[1]));
        Assert.Equal((0f, 0f), (normalizer.Mean[0], normalizer.Mean[1]));
        normalizer.Merge(0, 4, 8, 20);
        normalizer.Publish();
        Assert.Equal((1_000_002f, -4f), (normalizer.Shift[0], normalizer.Shift[1]));
        normalizer.Merge(0, 4, -40, 404);
        normalizer.Publish();
        Assert.Equal((999_992f, 999_997f), (normalizer.Shift[0], normalizer.Mean[0]));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Apply_AnyWidth_NormalisesAndClips(int width) => LaneDispatch.Run(width, new Application());

    private static void Merge(ObservationNormalizer normalizer, int component, double[] values) =>
        normalizer.Merge(component, values.Length, values.Sum(x => x - 3), values.Sum(x => (x - 3) * (x - 3)));

    private sealed class Application : ILaneFunction<bool>
    {
        public bool Run<F>()
            where F : struct, IFloatLane<F>
        {
            using var normalizer = new ObservationNormalizer([3, 3]);
            Merge(normalizer, 0, Values);
            Merge(normalizer, 1, [0.5, 0.5 + 1e-3]);
            normalizer.Publish();
            ObservationNormalization n = normalizer.Snapshot();
            using AlignedBuffer source = new(2 * Tile.Lanes), result = new(2 * Tile.Lanes);
            for (int i = 0; i < 2 * Tile.Lanes; i++)
                source.Pointer[i] = i * 0.25f - 12;
            result.Span.Fill(-77);
            normalizer.Apply<F>(source.Pointer, result.Pointer, registers: 2);
            for (int i = 0; i < 2 * Tile.Lanes; i++)
            {
                int component = i / Tile.Lanes;
                double normalized = Math.Clamp(
                    (source.Pointer[i] - (double)n.Mean[component]) / Math.Sqrt(n.Variance[component] + 1e-8), -10, 10);
                Near.Equal(i % Tile.Lanes < 2 * F.Width ? normalized : -77, result.Pointer[i], 1e-5, 1e-6, $"value {i}");
            }

            return true;
        }
    }
}
