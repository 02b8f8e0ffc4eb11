using System.Diagnostics;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Benchmarks.Ilgpu;

/// <summary>
/// What every accelerator of this machine reaches with our own kernels: launches, copies, multiply-adds, a small network.
/// </summary>
internal static class AcceleratorThroughput
{
    /// <summary>Floats in the copy: more than any cache holds.</summary>
    public static int CopyCount(AcceleratorType kind) => kind == AcceleratorType.Cuda ? 1 << 28 : 1 << 24;

    /// <summary>Threads that multiply and add.</summary>
    public static int FmaCount(AcceleratorType kind) => kind == AcceleratorType.Cuda ? 1 << 20 : 1 << 14;

    /// <summary>Rounds of eight multiply-adds that each of them does: enough that a launch takes long beside its start.</summary>
    public static int FmaRounds(AcceleratorType kind) => kind == AcceleratorType.Cuda ? 4096 : 512;

    /// <summary>Measures, and writes the table.</summary>
    public static IReadOnlyList<AcceleratorRates> Report(TextWriter output)
    {
        List<AcceleratorRates> measured = [];
        output.WriteLine("| accelerator | math | launches/s | copy GB/s | FMA GFLOP/s | 4-64-64-2 forward, 4096 environments, ms |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (MathMode mode in new[] { MathMode.Default, MathMode.Fast })
        {
            using Context context = Context.Create(builder => builder.AllAccelerators().Math(mode).Optimize(OptimizationLevel.O2));
            foreach (Device device in context.Devices)
            {
                using Accelerator accelerator = device.CreateAccelerator(context);
                AcceleratorType kind = accelerator.AcceleratorType;
                var rates = new AcceleratorRates(
                    accelerator.Name, kind, mode, Launches(accelerator), Copies(accelerator), Fma(accelerator), Forward(accelerator) * 1e3);
                measured.Add(rates);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {rates.Name} ({kind}) | {mode} | {rates.Launches:F0} | {rates.CopyGigabytes:F1} | {rates.FmaGigaflops:F1} | "
                    + $"{rates.ForwardMilliseconds:F2} |"));
                if (mode != MathMode.Default || kind != AcceleratorType.CPU)
                    continue;
                (double kernel, double plain) = Elementwise(accelerator);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {accelerator.Name}: elementwise over 1 M floats "
                    + $"{kernel * 1e3:F3} ms, a plain loop {plain * 1e3:F3} ms | | | | | |"));
            }
        }

        return measured;
    }

    /// <summary>Shortest time of several runs, in seconds.</summary>
    private static double Best(int runs, Action action)
    {
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static (double Kernel, double Plain) Elementwise(Accelerator accelerator)
    {
        const int count = 1 << 20;
        using var x = accelerator.Allocate1D(new float[count]);
        using var y = accelerator.Allocate1D<float>(count);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(ThroughputKernels.Scale);
        float[] source = new float[count], target = new float[count];
        double ours = double.MaxValue, plain = double.MaxValue;
        for (var i = 0; i < 12; i++)
        {
            ours = Math.Min(ours, Best(5, () => kernel(count, x.View, y.View, 2f)));
            plain = Math.Min(plain, Best(5, () => Plain(source, target, 2f)));
        }

        return (ours, plain);
    }

    private static void Plain(float[] x, float[] y, float a)
    {
        for (var i = 0; i < x.Length; i++)
            y[i] = (a * x[i]) + 1f;
    }

    private static double Launches(Accelerator accelerator)
    {
        using var x = accelerator.Allocate1D<float>(256);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(ThroughputKernels.Nothing);
        return 1000 / Best(5, () =>
        {
            for (var i = 0; i < 1000; i++)
                kernel(256, x.View);
            accelerator.Synchronize();
        });
    }

    private static double Copies(Accelerator accelerator)
    {
        int count = CopyCount(accelerator.AcceleratorType);
        using var x = accelerator.Allocate1D<float>(count);
        using var y = accelerator.Allocate1D<float>(count);
        x.View.MemSetToZero();
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(ThroughputKernels.Copy);
        return 8.0 * count * 1e-9 / Best(8, () =>
        {
            kernel(count, x.View, y.View);
            accelerator.Synchronize();
        });
    }

    private static double Fma(Accelerator accelerator)
    {
        int rounds = FmaRounds(accelerator.AcceleratorType), count = FmaCount(accelerator.AcceleratorType);
        using var x = accelerator.Allocate1D(new float[count]);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, int>(ThroughputKernels.Fma);
        return 16.0 * rounds * count * 1e-9 / Best(8, () =>
        {
            kernel(count, x.View, rounds);
            accelerator.Synchronize();
        });
    }

    private static double Forward(Accelerator accelerator)
    {
        const int count = 4096;
        using var observations = accelerator.Allocate1D(new float[4 * count]);
        using var weights = accelerator.Allocate1D(Enumerable.Range(0, ThroughputKernels.Parameters).Select(i => MathF.Sin(i)).ToArray());
        using var outputs = accelerator.Allocate1D<float>(2 * count);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(
            ThroughputKernels.Forward);
        return Best(10, () =>
        {
            kernel(count, observations.View, weights.View, outputs.View, count);
            accelerator.Synchronize();
        });
    }
}
