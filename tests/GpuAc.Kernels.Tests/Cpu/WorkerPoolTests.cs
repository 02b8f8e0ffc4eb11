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
        pool.Run(new Job((worker, workers) =>
        {
            for (int phase = 0; phase < arrived.Length; phase++)
            {
                Interlocked.Increment(ref arrived[phase]);
                workers.Barrier(worker);
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
                workers.Barrier(worker);
                if (worker == 0)
                    workers.ResetItems();
                workers.Barrier(worker);
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
                        workers.Barrier(worker);
                    }
                })));
                Assert.Equal($"worker {culprit}", thrown.Message);

                int ran = 0;
                pool.Run(new Job((worker, workers) =>
                {
                    workers.Barrier(worker);
                    Interlocked.Increment(ref ran);
                    workers.Barrier(worker);
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

    [Fact]
    public void Dispose_Twice_AndRunAfterwards_IsRefused()
    {
        var pool = new WorkerPool(3);
        pool.Run(new Job((_, _) => { }));
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Job((_, _) => { })));
    }

    [Fact]
    public void Dispose_BeforeAnyJob_EndsAtOnce()
    {
        var pool = new WorkerPool(4);
        pool.Dispose();
        Assert.Equal(4, pool.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dispose_WorkersAsleep_EndsThem(bool elastic)
    {
        var threads = new System.Collections.Concurrent.ConcurrentBag<Thread>();
        using (var pool = new WorkerPool(3, elastic))
        {
            pool.Run(new Job((_, _) => threads.Add(Thread.CurrentThread)));
            SpinWait.SpinUntil(() => threads.All(
                thread => thread == Thread.CurrentThread || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)));
        }

        Assert.Equal(3, threads.Count);
        Assert.All(threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Run_ElasticWithUnequalWork_EveryItemIsDoneOnceInEveryPhase(int count)
    {
        using var pool = new WorkerPool(count, elastic: true);
        var taken = new int[20, 40];
        var job = new Job((worker, workers) =>
        {
            for (int phase = 0; phase < 20; phase++)
            {
                for (int item = workers.NextItem(); item < 40; item = workers.NextItem())
                {
                    Thread.SpinWait(item % 7 == 0 ? 20_000 : 1);
                    Interlocked.Increment(ref taken[phase, item]);
                }

                if (!workers.Barrier(worker))
                    return;
                if (worker == 0)
                    workers.ResetItems();
                if (!workers.Barrier(worker))
                    return;
            }
        });
        for (int i = 0; i < 5; i++)
            pool.Run(job);
        Assert.All(taken.Cast<int>(), times => Assert.Equal(5, times));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Shrink_AtAnyBarrier_OthersLeaveAndTheRestGoesOn(int count)
    {
        using var pool = new WorkerPool(count);
        for (int at = 0; at < 4; at++)
        {
            int last = at;
            var sums = new int[5];
            pool.Run(new Job((worker, workers) =>
            {
                for (int phase = 0; phase < 5; phase++)
                {
                    if (worker == 0 && phase == last)
                        workers.Shrink();
                    for (int share = worker; share < 100; share += workers.Active)
                        Interlocked.Add(ref sums[phase], share);
                    if (!workers.Barrier(worker))
                        return;
                }

                Assert.True(workers.Active <= Math.Max(1, count / 2));
            }));
            Assert.All(sums, sum => Assert.Equal(4950, sum));
        }
    }

    [Fact]
    public void Shrink_AndThenAFailure_TheFailureComesOut()
    {
        using var pool = new WorkerPool(2);
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => pool.Run(new Job((worker, workers) =>
            {
                workers.Shrink();
                if (workers.Barrier(worker))
                    throw new InvalidTimeZoneException();
            })));
        }
    }

    private sealed class Job(Action<int, WorkerPool> work) : IWorkerJob
    {
        public void Execute(int worker, WorkerPool pool) => work(worker, pool);
    }
}
