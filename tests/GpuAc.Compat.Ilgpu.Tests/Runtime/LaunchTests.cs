using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

public class LaunchTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void SpecializedValue_LaunchedWithTwoValues_IsAConstantInEach(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<int>(4);
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, SpecializedValue<int>>(Fill);
        kernel((1, 4), output.View, SpecializedValue.New(5));
        Assert.Equal([5, 6, 7, 8], output.GetAsArray1D());
        kernel((1, 4), output.View, SpecializedValue.New(100));
        Assert.Equal([100, 101, 102, 103], output.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void StructOfViews_AsParameter_ReachesTheKernel(Target target)
    {
        var accelerator = Devices.Get(target);
        using var a = accelerator.Allocate1D(new[] { 1f, 2f, 3f });
        using var b = accelerator.Allocate1D<double>(3);
        var arguments = new Pack { Scale = 2, Source = a.View, Flag = true, Inner = new() { Target = b.View.SubView(1, 2), Shift = -1 } };
        b.View.MemSetToZero();
        accelerator.LoadAutoGroupedStreamKernel<Index1D, Pack>(UsePack)(2, arguments);
        accelerator.Synchronize();
        Assert.Equal([0, 1, 3], b.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Streams_OfTheirOwn_RunKernels(Target target)
    {
        var accelerator = Devices.Get(target);
        using var stream = accelerator.CreateStream();
        using var output = accelerator.Allocate1D<int>(4);
        accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Fill)(stream, (1, 4), output.View, SpecializedValue.New(1));
        stream.Synchronize();
        Assert.Equal([1, 2, 3, 4], output.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Launch_WithWhatTheDeviceCannotDo_SaysWhatItAllows(Target target)
    {
        var accelerator = Devices.Get(target);
        using var output = accelerator.Allocate1D<int>(4);
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, SpecializedValue<int>>(Fill, new KernelSpecialization(32, null));
        Assert.Contains(
            "at most 32", Assert.Throws<ArgumentException>(() => kernel((1, 64), output.View, SpecializedValue.New(1))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "at least 1", Assert.Throws<ArgumentException>(() => kernel((0, 4), output.View, SpecializedValue.New(1))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "allows", Assert.Throws<ArgumentException>(() => kernel((1, 1 << 20), output.View, SpecializedValue.New(1))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Synchronize_WhileOtherThreadsDisposeStreams_WaitsForTheRest(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder);
        using var output = accelerator.Allocate1D<int>(4);
        var kernel = accelerator.LoadKernel<ArrayView<int>, SpecializedValue<int>>(Fill);
        Parallel.For(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var stream = accelerator.CreateStream();
            if (i % 50 == 0)
                kernel(stream, (1, 4), output.View, SpecializedValue.New(3));
            accelerator.Synchronize();
        });
        Assert.Equal([3, 4, 5, 6], output.GetAsArray1D());
    }

    [Fact]
    public void Launch_WithMemoryOfAnotherAccelerator_IsRefused()
    {
        var accelerator = Devices.Get(Devices.Compiling);
        using var elsewhere = Devices.Get(Target.Cpu).Allocate1D<int>(4);
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, SpecializedValue<int>>(Fill);
        var error = Assert.Throws<ArgumentException>(() => kernel((1, 4), elsewhere.View, SpecializedValue.New(1)));
        Assert.Contains("parameter values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cpu_BarrierThatSomeThreadsMiss_IsFound()
    {
        var accelerator = Devices.Get(Target.Cpu);
        using var output = accelerator.Allocate1D<int>(64);
        var error = Assert.Throws<AcceleratorException>(() => accelerator.LoadStreamKernel<ArrayView<int>>(Diverge)((1, 64), output.View));
        Assert.Contains("in vain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cpu_DefaultDevice_AllowsGroupsOfSixteen()
    {
        using var context = Context.Create(builder => builder.DefaultCPU());
        Assert.Equal(16, context.GetPreferredDevice(preferCPU: true).MaxNumThreadsPerGroup);
        Assert.Equal(1024, CPUDevice.Nvidia.MaxNumThreadsPerGroup);
    }

    [Fact]
    public void GetKernel_OfALauncher_GivesItsSource()
    {
        var kernel = Devices.Get(Devices.Compiling).LoadAutoGroupedStreamKernel<Index1D, Pack>(UsePack);
        Assert.Contains("UsePack", kernel.GetKernel().GetSource(), StringComparison.Ordinal);
        Assert.False(((Action)(() => { })).TryGetKernel(out _));
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void ProfilingMarkers_AroundAKernel_MeasureTime(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder.Profiling());
        using var output = accelerator.Allocate1D<int>(4);
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, SpecializedValue<int>>(Fill);
        using var before = accelerator.DefaultStream.AddProfilingMarker();
        kernel((1, 4), output.View, SpecializedValue.New(1));
        using var after = accelerator.DefaultStream.AddProfilingMarker();
        Assert.True(after.MeasureFrom(before) >= TimeSpan.Zero);
    }

    private static void Fill(ArrayView<int> values, SpecializedValue<int> start) => values[Grid.GlobalLinearIndex] = start + Group.IdxX;

    private static void UsePack(Index1D i, Pack pack) =>
        pack.Inner.Target[i] = pack.Flag ? (pack.Source[i] * pack.Scale) + pack.Inner.Shift : 99;

    private static void Diverge(ArrayView<int> values)
    {
        if (Group.IdxX < 48)
            Group.Barrier();
        else
            Warp.Barrier();
        values[Group.IdxX] = 1;
    }

    private struct Inner
    {
        public ArrayView<double> Target;
        public float Shift;
    }

    private struct Pack
    {
        public bool Flag;
        public ArrayView<float> Source;
        public float Scale;
        public Inner Inner;
    }
}
