using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

public class CheckedModeTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Index_OutsideAView_NamesKernelViewIndexAndLength(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder.Assertions());
        using var source = accelerator.Allocate1D(new float[10]);
        using var output = accelerator.Allocate1D<float>(20);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Copy);
        kernel(10, source.View, output.View);
        accelerator.Synchronize();
        var error = Assert.Throws<ViewIndexException>(() =>
        {
            kernel(11, source.View, output.View);
            accelerator.Synchronize();
        });
        Assert.Contains("CheckedModeTests.Copy", error.Message, StringComparison.Ordinal);
        Assert.Contains("source", error.Message, StringComparison.Ordinal);
        Assert.Contains("ndex 10 is outside", error.Message, StringComparison.Ordinal);
        Assert.Contains("10 elements", error.Message, StringComparison.Ordinal);
        kernel(5, source.View, output.View);
        accelerator.Synchronize();
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void NegativeIndexAndEmptyView_AreCaught(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder.Assertions());
        using var source = accelerator.Allocate1D<float>(0);
        using var output = accelerator.Allocate1D<float>(20);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Copy);
        Assert.Throws<ViewIndexException>(() => kernel(1, source.View, output.View));
        Assert.Throws<ViewIndexException>(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(Before)(1, output.View));
    }

    private static void Copy(Index1D i, ArrayView<float> source, ArrayView<float> output) => output[i] = source[i];

    private static void Before(Index1D i, ArrayView<float> output) => output[i - 3] = 1;
}
