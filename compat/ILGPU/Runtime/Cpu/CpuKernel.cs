using ILGPU.Frontend;
using ILGPU.Frontend.Translation;
using ILGPU.Frontend.Tree;

namespace ILGPU.Runtime.CPU;

/// <summary>A kernel on the CPU. It is translated as for a device, so that what devices refuse is refused here too.</summary>
internal sealed unsafe class CpuKernel : Kernel
{
    private readonly CPUAccelerator accelerator;
    private readonly FunctionBody facts;
    private readonly RangeLoop? range;
    private readonly SingleCall? single;

    public CpuKernel(CPUAccelerator accelerator, KernelMethod method, KernelSpecialization specialization)
        : base(accelerator, method, specialization)
    {
        this.accelerator = accelerator;
        try
        {
            facts = new ProgramTranslator(method, isChecked: false).TranslateKernel();
            range = method.IsIndexed ? KernelLoop.Range(method) : null;
            single = method.IsIndexed ? null : KernelLoop.Single(method);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal override void Launch(AcceleratorStream stream, in KernelConfig config, void** arguments)
    {
        CheckConfig(config);
        var (grid, group) = config;
        var groups = grid.LongSize;
        var shared = config.SharedMemoryConfig.ArraySize;
        var address = (nint)arguments;
        if (facts.IsCooperative)
        {
            Spread(
                groups,
                1,
                (from, to) => CpuGroupRunner.Run(Method.Name, single!, address, grid, group, accelerator.WarpSize, shared, from, to),
                arguments);
            return;
        }

        Spread(groups, 1, (from, to) => RunThreads(address, grid, group, from, to), arguments);
    }

    internal override void LaunchImplicit(AcceleratorStream stream, Index3D extent, int groupSize, void** arguments)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (extent.X <= 0 || extent.Y <= 0 || extent.Z <= 0)
            return;
        var address = (nint)arguments;
        if (extent.Y == 1 && extent.Z == 1)
        {
            Spread(extent.X, 2048, (from, to) => RunRow(address, (int)from, (int)to, 0, 0), arguments);
            return;
        }

        var rows = (long)extent.Y * extent.Z;
        Spread(rows, Math.Max(1, 2048 / extent.X), (from, to) =>
        {
            for (var row = from; row < to; row++)
                RunRow(address, 0, extent.X, (int)(row % extent.Y), (int)(row / extent.Y));
        }, arguments);
    }

    private protected override void Release()
    {
        // Its code belongs to the runtime.
    }

    private static void Enter(CpuThread thread, Action run)
    {
        CpuThread.Enter(thread);
        try
        {
            run();
        }
        finally
        {
            CpuThread.Enter(null);
            thread.Free();
        }
    }

    private void RunRow(nint arguments, int from, int to, int y, int z)
    {
        if (!facts.UsesLocalMemory)
        {
            range!((void**)arguments, from, to, y, z);
            return;
        }

        // Local memory belongs to a thread and is given back after each index.
        var thread = new CpuThread(null, accelerator.WarpSize);
        Enter(thread, () =>
        {
            for (var index = from; index < to; index++)
            {
                thread.Begin();
                range!((void**)arguments, index, index + 1, y, z);
            }
        });
    }

    private void RunThreads(nint arguments, Index3D grid, Index3D group, long from, long to)
    {
        var thread = new CpuThread(null, accelerator.WarpSize) { GridDim = grid, GroupDim = group };
        Enter(thread, () =>
        {
            for (var index = from; index < to; index++)
            {
                thread.GridIndex = CpuGroupRunner.Unfold(index, grid);
                for (var z = 0; z < group.Z; z++)
                {
                    for (var y = 0; y < group.Y; y++)
                    {
                        for (var x = 0; x < group.X; x++)
                        {
                            thread.GroupIndex = new(x, y, z);
                            thread.Begin();
                            single!((void**)arguments);
                        }
                    }
                }
            }
        });
    }

    /// <summary>Runs ranges over the cores; what a kernel throws comes out of the launch.</summary>
    private void Spread(long length, long smallest, Action<long, long> run, void** arguments)
    {
        try
        {
            var parts = (int)Math.Min(accelerator.Workers, Math.Max(1, length / smallest));
            if (parts == 1)
                run(0, length);
            else
                Parallel.For(0, parts, part => run(length * part / parts, length * (part + 1) / parts));
        }
        catch (AggregateException exception) when (exception.InnerException is ViewIndexException inner)
        {
            throw Name(inner, arguments);
        }
        catch (ViewIndexException exception)
        {
            throw Name(exception, arguments);
        }
        catch (AggregateException exception) when (exception.InnerException is { } inner)
        {
            throw new AcceleratorException($"Kernel {Method.Name} failed: {inner.Message}", inner);
        }
    }

    /// <summary>Says which parameter the view is, or is part of.</summary>
    private ViewIndexException Name(ViewIndexException exception, void** arguments)
    {
        var name = CpuViewNames.Find(Method, exception.View, arguments) is { } known ? $", view '{known}'" : string.Empty;
        return new($"Kernel {Method.Name}{name}: {exception.Message}", exception);
    }
}
