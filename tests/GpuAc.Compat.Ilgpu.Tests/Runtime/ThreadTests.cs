using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

/// <summary>Several threads of the host, each with a stream of its own on one accelerator.</summary>
public class ThreadTests
{
    private const int Threads = 6;
    private const int Length = 64;

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Launch_OneKernelFromSeveralThreads_EachLaunchHasItsOwnArguments(Target target)
    {
        const int Launches = 200;
        var accelerator = Devices.Get(target);
        var add = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int, SpecializedValue<int>>(Add);
        Run(thread =>
        {
            using var stream = accelerator.CreateStream();
            using var values = accelerator.Allocate1D(new int[Length]);
            // Some threads share a variant of the kernel, and all of them ask for one at once.
            for (var i = 0; i < Launches; i++)
                add(stream, Length, values.View, thread, SpecializedValue.New(1000 * (thread / 2)));
            stream.Synchronize();
            Assert.All(values.GetAsArray1D(stream), value => Assert.Equal(Launches * (thread + (1000 * (thread / 2))), value));
        });
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Launch_WithSharedMemoryOfSeveralSizes_EachLaunchHasItsOwn(Target target)
    {
        var accelerator = Devices.Get(target);
        var most = Math.Min(accelerator.MaxSharedMemoryPerGroup, 200_000) / sizeof(int);
        var measure = accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Measure);
        Run(thread =>
        {
            using var stream = accelerator.CreateStream();
            using var output = accelerator.Allocate1D<int>(1);
            var length = most * (thread + 1) / Threads;
            // Every round is another variant, so that what a variant may use grows while all of them launch it.
            for (var round = 0; round < 5; round++)
            {
                var config = new KernelConfig(1, 1, SharedMemoryConfig.RequestDynamic<int>(length));
                for (var i = 0; i < 10; i++)
                {
                    measure(stream, config, output.View, SpecializedValue.New(round));
                    Assert.Equal([length + round], output.GetAsArray1D(stream));
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void LoadAllocateAndDispose_FromSeveralThreads_LeavesNothing(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder.Profiling());
        Run(thread =>
        {
            for (var i = 0; i < 10; i++)
            {
                using var stream = accelerator.CreateStream();
                using var values = accelerator.Allocate1D<int>(Length);
                values.View.MemSetToZero(stream);
                using var before = stream.AddProfilingMarker();
                var add = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int, SpecializedValue<int>>(Add);
                add(stream, Length, values.View, thread, SpecializedValue.New(i));
                using var after = stream.AddProfilingMarker();
                Assert.All(values.GetAsArray1D(stream), value => Assert.Equal(thread + i, value));
                Assert.True(after.MeasureFrom(before) >= TimeSpan.Zero);
            }
        });
        Assert.Equal(0, accelerator.GetLiveBytes());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Load_FromSeveralThreads_GivesOneKernel(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder);
        var kernels = new Kernel[Threads];
        Run(thread => kernels[thread] = accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Measure).GetKernel());
        Assert.All(kernels, kernel => Assert.Same(kernels[0], kernel));
        var bounded = accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Measure, new KernelSpecialization(32, null));
        Assert.NotSame(kernels[0], bounded.GetKernel());
        kernels[0].Dispose();
        var again = accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Measure);
        Assert.NotSame(kernels[0], again.GetKernel());
        using var output = accelerator.Allocate1D<int>(1);
        var config = new KernelConfig(1, 1, SharedMemoryConfig.RequestDynamic<int>(8));
        again(accelerator.DefaultStream, config, output.View, SpecializedValue.New(1));
        Assert.Equal([9], output.GetAsArray1D());
    }

    private static void Add(Index1D index, ArrayView<int> values, int value, SpecializedValue<int> constant) =>
        values[index] += value + constant;

    private static void Measure(ArrayView<int> output, SpecializedValue<int> constant)
    {
        ArrayView<int> shared = SharedMemory.GetDynamic<int>();
        shared[shared.IntLength - 1] = constant;
        output[0] = shared.IntLength + shared[shared.IntLength - 1];
    }

    // Threads that start together; what one throws comes out.
    private static void Run(Action<int> work)
    {
        using var start = new Barrier(Threads);
        var tasks = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                work(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Task.WaitAll(tasks);
    }
}
