using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>What a device reaches at best, measured with kernels that do one thing only.</summary>
/// <param name="FlopsPerSecond">float32 multiply-adds in registers, two operations each.</param>
/// <param name="BytesPerSecond">Copying device memory, bytes read and written.</param>
/// <param name="LaunchSeconds">An empty launch, in a queue of many.</param>
public readonly record struct DeviceCeilings(double FlopsPerSecond, double BytesPerSecond, double LaunchSeconds)
{
    private const int Rounds = 2048;
    private const int Threads = 64;

    /// <summary>Measures; the best of several short runs each.</summary>
    public static DeviceCeilings Measure(AcceleratorDevice device)
    {
        Accelerator accelerator = device.Accelerator;
        int groups = accelerator.NumMultiprocessors * 32;
        using MemoryBuffer1D<float, Stride1D.Dense> sink = accelerator.Allocate1D<float>((long)groups * Threads);
        Action<AcceleratorStream, KernelConfig, ArrayView<float>, float> multiplyAdd =
            device.Load<Action<AcceleratorStream, KernelConfig, ArrayView<float>, float>>(MultiplyAdd).Launch;
        double compute = Best(device, () => multiplyAdd(device.Stream, new KernelConfig(groups, Threads), sink.View, 0.999f));

        long quads = accelerator.NumMultiprocessors * (2L << 20) / 16;
        using MemoryBuffer1D<Float4, Stride1D.Dense> source = accelerator.Allocate1D<Float4>(quads);
        using MemoryBuffer1D<Float4, Stride1D.Dense> target = accelerator.Allocate1D<Float4>(quads);
        source.View.BaseView.MemSetToZero(device.Stream);
        Action<AcceleratorStream, Index1D, ArrayView<Float4>, ArrayView<Float4>> copy =
            device.Load<Action<AcceleratorStream, Index1D, ArrayView<Float4>, ArrayView<Float4>>>(Copy).Launch;
        double copying = Best(device, () => copy(device.Stream, (int)quads, source.View, target.View));

        Action<AcceleratorStream, Index1D, ArrayView<float>> nothing =
            device.Load<Action<AcceleratorStream, Index1D, ArrayView<float>>>(Nothing).Launch;
        double launches = Best(device, () =>
        {
            for (int i = 0; i < 200; i++)
                nothing(device.Stream, 1, sink.View);
        });
        return new DeviceCeilings(2.0 * 16 * 6 * Rounds * groups * Threads / compute, 32.0 * quads / copying, launches / 200);
    }

    private static double Best(AcceleratorDevice device, Action work)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 7; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            device.Stream.Synchronize();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    // Six independent chains of sixteen: enough to hide the latency of a multiply-add, and as wide as any vector register.
    private static void MultiplyAdd(ArrayView<float> sink, float factor)
    {
        int index = (Grid.IdxX * Threads) + Group.IdxX;
        Samples16 a = Samples16.Of(index), b = Samples16.Of(index + 1), c = Samples16.Of(index + 2);
        Samples16 d = Samples16.Of(index + 3), e = Samples16.Of(index + 4), f = Samples16.Of(index + 5);
        Samples16 term = Samples16.Of(0.001f);
        for (int i = 0; i < Rounds; i++)
        {
            a = Samples16.MultiplyAdd(factor, a, term);
            b = Samples16.MultiplyAdd(factor, b, term);
            c = Samples16.MultiplyAdd(factor, c, term);
            d = Samples16.MultiplyAdd(factor, d, term);
            e = Samples16.MultiplyAdd(factor, e, term);
            f = Samples16.MultiplyAdd(factor, f, term);
        }

        Samples16 sum = ((a + b) + (c + d)) + (e + f);
        sink[index] = (sum.A + sum.B + sum.C + sum.D).Sum;
    }

    private static void Copy(Index1D index, ArrayView<Float4> source, ArrayView<Float4> target) => target[index] = source[index];

    private static void Nothing(Index1D index, ArrayView<float> sink)
    {
    }
}
