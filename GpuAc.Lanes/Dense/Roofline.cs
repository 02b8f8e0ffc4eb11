using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GpuAc.Lanes.Dense;

/// <summary>Measures the machine's ceiling: float32 fused multiply-adds per second with nothing else to do.</summary>
public static class Roofline
{
    private const int Chains = 12;

    /// <summary>Measures the ceiling of the machine's widest lanes.</summary>
    /// <param name="threads">Threads that compute at once, each timing itself.</param>
    /// <param name="duration">How long each computes.</param>
    /// <returns>FLOP/s, summed over the threads; a multiply-add counts as two.</returns>
    public static double Measure(int threads, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var rates = new double[threads];
        var workers = new Thread[threads];
        using var start = new Barrier(threads);
        for (int i = 0; i < threads; i++)
        {
            int worker = i;
            workers[i] = new Thread(() =>
            {
                start.SignalAndWait();
                rates[worker] = LaneWidth.Accept(LaneWidth.Widest, new Measurement(duration));
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
            worker.Join();
        return rates.Sum();
    }

    private sealed class Measurement(TimeSpan duration) : ILaneVisitor<double>
    {
        public double Visit<F>()
            where F : struct, IFloatLane<F> => Measure<F>(duration);
    }

    // The best of many short stretches: a ceiling is what the core can do when nothing takes it away.
    private static double Measure<F>(TimeSpan duration)
        where F : struct, IFloatLane<F>
    {
        const int iterations = 100_000;
        double best = 0;
        float sink = 0;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < duration;)
        {
            long start = Stopwatch.GetTimestamp();
            sink += Stretch<F>(iterations);
            best = Math.Max(best, 2.0 * Chains * F.Width * iterations / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return float.IsNaN(sink) ? 0 : best;
    }

    // Twelve independent chains: four cycles of latency on two pipes need at least eight.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Stretch<F>(int iterations)
        where F : struct, IFloatLane<F>
    {
        F factor = F.Of(0.999f), term = F.Of(1e-3f);
        F a = F.One, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
        for (int n = 0; n < iterations; n++)
        {
            a = F.MultiplyAdd(a, factor, term);
            b = F.MultiplyAdd(b, factor, term);
            c = F.MultiplyAdd(c, factor, term);
            d = F.MultiplyAdd(d, factor, term);
            e = F.MultiplyAdd(e, factor, term);
            f = F.MultiplyAdd(f, factor, term);
            g = F.MultiplyAdd(g, factor, term);
            h = F.MultiplyAdd(h, factor, term);
            i = F.MultiplyAdd(i, factor, term);
            j = F.MultiplyAdd(j, factor, term);
            k = F.MultiplyAdd(k, factor, term);
            l = F.MultiplyAdd(l, factor, term);
        }

        return F.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
