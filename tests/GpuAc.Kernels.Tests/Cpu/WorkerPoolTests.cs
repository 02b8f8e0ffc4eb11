using GpuAc.Lanes.Threads;

namespace GpuAc.Kernels.Tests.Cpu;

public class WorkerPoolTests
{
    // The last is more than the cores of most machines that run tests.
    public static TheoryData<int> Counts => [1, 2, 3, 2 * Environment.ProcessorCount + 1];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Run_AnyCount_EveryWorkerRunsOnceAJob(int count)
    {
        using var pool = new WorkerPool(count);
        var runs = new int[count];
        var job = new Job((worker, _) => Interlocked.Increment(ref runs[worker]));
        for (int i = 0; i < 50; i++)
            pool.Run(job);
        Assert.All(runs, times => Assert.Equal(50, times));
        Assert.Equal(count, pool.Count);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Barrier_ManyPhases_NobodyIsAPhaseAhead(int count)
    {
        using var pool = new WorkerPool(count);
        var arrived = new int[100];
        int early = 0;
        pool.Run(new Job((_, workers) =>
        {
            for (int phase = 0; phase < arrived.Length; phase++)
            {
                Interlocked.Increment(ref arrived[phase]);
                workers.Barrier();
                if (Volatile.Read(ref arrived[phase]) != count)
                    Interlocked.Increment(ref early);
            }
        }));
        Assert.Equal(0, early);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void NextItem_BetweenResets_HandsOutEachItemOnce(int count)
    {
        using var pool = new WorkerPool(count);
        var taken = new int[2, 300];
        var job = new Job((worker, workers) =>
        {
            for (int round = 0; round < 2; round++)
            {
                for (int item = workers.NextItem(); item < 300; item = workers.NextItem())
                    Interlocked.Increment(ref taken[round, item]);
                workers.Barrier();
                if (worker == 0)
                    workers.ResetItems();
                workers.Barrier();
            }
        });
        pool.Run(job);
        pool.Run(job);
        Assert.All(taken.Cast<int>(), times => Assert.Equal(2, times));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Run_AnyWorkerThrows_RethrowsAndThePoolStaysUsable(int count)
    {
        using var pool = new WorkerPool(count);
        for (int failing = 0; failing < count; failing++)
        {
            int culprit = failing;
            for (int phase = 0; phase < 3; phase++)
            {
                int last = phase;
                InvalidTimeZoneException thrown = Assert.Throws<InvalidTimeZoneException>(() => pool.Run(new Job((worker, workers) =>
                {
                    for (int done = 0; done < 3; done++)
                    {
                        if (worker == culprit && done == last)
                            throw new InvalidTimeZoneException($"worker {worker}");
                        workers.Barrier();
                    }
                })));
                Assert.Equal($"worker {culprit}", thrown.Message);

                int ran = 0;
                pool.Run(new Job((_, workers) =>
                {
                    workers.Barrier();
                    Interlocked.Increment(ref ran);
                    workers.Barrier();
                }));
                Assert.Equal(count, ran);
            }
        }
    }

    [Fact]
    public void Run_AllWorkersThrow_OneExceptionComesOut()
    {
        using var pool = new WorkerPool(3);
        Assert.Throws<InvalidTimeZoneException>(() => pool.Run(new Job((_, _) => throw new InvalidTimeZoneException())));
    }

    [Fact]
    public void Constructor_NoWorkers_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));

    [Fact]
    public void Dispose_AfterUse_EndsItsThreads()
    {
        Thread? thread = null;
        using (var pool = new WorkerPool(2))
        {
            pool.Run(new Job((worker, _) =>
            {
                if (worker == 1)
                    thread = Thread.CurrentThread;
            }));
        }

        Assert.False(thread!.IsAlive);
    }

    private sealed class Job(Action<int, WorkerPool> work) : IWorkerJob
    {
        public void Execute(int worker, WorkerPool pool) => work(worker, pool);
    }
}
