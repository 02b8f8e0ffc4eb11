namespace ILGPU.Runtime.CPU;

/// <summary>
/// Runs groups whose threads meet: one of the system's threads for each thread of the group, one of them running at a time.
/// </summary>
internal static unsafe class CpuGroupRunner
{
    private const int StackBytes = 1 << 18;

    /// <summary>Runs the groups with indices [from, to).</summary>
    public static void Run(
        string kernel, SingleCall call, nint arguments, Index3D grid, Index3D groupDim, int warpSize, int dynamicBytes, long from, long to)
    {
        if (from >= to)
            return;
        var count = (int)groupDim.LongSize;
        using var group = new CpuGroup(kernel, count, warpSize, dynamicBytes);
        using var finished = new SemaphoreSlim(0);
        var workers = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            var thread = group.Threads[i];
            thread.GridDim = grid;
            thread.GroupDim = groupDim;
            thread.GroupIndex = Unfold(i, groupDim);
            workers[i] = new Thread(() => Work(group, thread, call, arguments, finished), StackBytes) { IsBackground = true };
            workers[i].Start();
        }

        var next = from;
        for (; next < to && group.Failure is null; next++)
        {
            group.Begin();
            foreach (var thread in group.Threads)
                thread.GridIndex = Unfold(next, grid);
            group.Threads[0].Turn.Release();
            finished.Wait();
        }

        foreach (var thread in group.Threads)
        {
            thread.GridDim = default;
            thread.Turn.Release();
        }

        foreach (var worker in workers)
            worker.Join();
        if (group.Failure is ViewIndexException or null)
        {
            if (group.Failure is { } fault)
                throw fault;
            return;
        }

        throw new AcceleratorException($"Kernel {kernel} failed: {group.Failure.Message}", group.Failure);
    }

    /// <summary>The index of a linear index, X fastest.</summary>
    public static Index3D Unfold(long index, Index3D extent)
    {
        var plane = index / extent.X;
        return new((int)(index % extent.X), (int)(plane % extent.Y), (int)(plane / extent.Y));
    }

    private static void Work(CpuGroup group, CpuThread thread, SingleCall call, nint arguments, SemaphoreSlim finished)
    {
        CpuThread.Enter(thread);
        while (true)
        {
            thread.Turn.Wait();
            if (thread.GridDim.X == 0)
                return;
            Exception? failure = null;
            try
            {
                call((void**)arguments);
            }
            catch (OperationCanceledException)
            {
                // Another thread of the group has failed; its exception counts.
            }
#pragma warning disable CA1031 // Whatever a kernel throws comes out of its launch.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }

            if (group.Finish(thread, failure))
                finished.Release();
        }
    }
}
