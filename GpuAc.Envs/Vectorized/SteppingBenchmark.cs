using System.Diagnostics;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;
using GpuAc.Lanes.Threads;

namespace GpuAc.Envs.Vectorized;

/// <summary>Times <see cref="RandomStepping{TEnv, F}"/> on a number of threads.</summary>
/// <typeparam name="TEnv">The environment.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
internal sealed class SteppingBenchmark<TEnv, F> : IWorkerJob
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    private const int Repetitions = 7;
    private const double MaxWarmUpSeconds = 0.25;

    private readonly RandomStepping<TEnv, F> stepping;
    private readonly SteppingTotals[] totals;
    private readonly long[] rounds;
    private long deadline;

    private SteppingBenchmark(RandomStepping<TEnv, F> stepping, int threads)
    {
        this.stepping = stepping;
        totals = new SteppingTotals[threads];
        rounds = new long[threads];
    }

    /// <summary>Measures; see <see cref="EnvironmentEntry.BenchmarkStepping"/>.</summary>
    public static SteppingResult Measure(int numEnvs, int threads, double seconds, ulong seed)
    {
        if (numEnvs < 1)
            throw new GpuAcException($"The number of environments is {numEnvs}, but must be at least 1.");
        if (threads < 1)
            throw new GpuAcException($"The number of threads is {threads}, but must be at least 1.");
        if (!(seconds > 0 && seconds <= 3600))
            throw new GpuAcException($"The time to measure is {seconds} seconds, but must be above 0 and at most 3600.");

        using var stepping = new RandomStepping<TEnv, F>(numEnvs, seed);
        threads = Math.Min(threads, stepping.NumBlocks);
        var benchmark = new SteppingBenchmark<TEnv, F>(stepping, threads);
        using var pool = new WorkerPool(threads);
        benchmark.Repeat(pool, Math.Min(seconds / 4, MaxWarmUpSeconds), out _);

        var rates = new double[Repetitions];
        var sum = default(SteppingTotals);
        double measured = 0;
        for (int i = 0; i < Repetitions; i++)
        {
            SteppingTotals repetition = benchmark.Repeat(pool, seconds / Repetitions, out double elapsed);
            rates[i] = repetition.Steps / elapsed;
            sum.Add(repetition);
            measured += elapsed;
        }

        return new SteppingResult(
            sum.Steps, rates.Order().ElementAt(Repetitions / 2), rates, measured, sum.Episodes, (double)sum.EpisodeSteps / sum.Episodes,
            sum.RewardSum, numEnvs, threads, F.Width);
    }

    /// <summary>One worker's share: rounds of its own blocks until time is up, at least one.</summary>
    public void Execute(int worker, WorkerPool pool)
    {
        int first = (int)((long)worker * stepping.NumBlocks / pool.Count);
        int end = (int)((long)(worker + 1) * stepping.NumBlocks / pool.Count);
        var sum = default(SteppingTotals);
        do
        {
            for (int block = first; block < end; block++)
                stepping.RunRound(block, rounds[worker], ref sum);
            rounds[worker]++;
        }
        while (Stopwatch.GetTimestamp() < deadline);
        totals[worker] = sum;
    }

    private SteppingTotals Repeat(WorkerPool pool, double seconds, out double elapsed)
    {
        long start = Stopwatch.GetTimestamp();
        deadline = start + (long)(seconds * Stopwatch.Frequency);
        pool.Run(this);
        elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sum = default(SteppingTotals);
        foreach (SteppingTotals share in totals)
            sum.Add(share);
        return sum;
    }
}
