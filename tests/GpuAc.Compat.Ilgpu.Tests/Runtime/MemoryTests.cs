using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime;

namespace GpuAc.Compat.Ilgpu.Tests.Runtime;

public class MemoryTests
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void LiveBytes_AfterBuffersAreDisposed_ReturnToZero(Target target)
    {
        using var accelerator = Devices.Make(target, builder => builder);
        Assert.Equal(0, accelerator.GetLiveBytes());
        var a = accelerator.Allocate1D<float>(1000);
        var b = accelerator.Allocate1D(new long[10]);
        var raw = accelerator.AllocateRaw(7, 3);
        Assert.Equal(4000 + 80 + 21, accelerator.GetLiveBytes());
        a.Dispose();
        a.Dispose();
        b.Dispose();
        raw.Dispose();
        Assert.Equal(0, accelerator.GetLiveBytes());
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Dispose_OfAnAccelerator_EndsWhatItMade(Target target)
    {
        var accelerator = Devices.Make(target, builder => builder);
        var buffer = accelerator.Allocate1D<float>(10);
        var stream = accelerator.CreateStream();
        accelerator.Context.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.True(stream.IsDisposed);
        Assert.Equal(0, accelerator.GetLiveBytes());
        Assert.Throws<ObjectDisposedException>(() => accelerator.Allocate1D<float>(1));
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Allocate_OfMoreThanThereIs_SaysHowMuchWasAskedAndIsFree(Target target)
    {
        var accelerator = Devices.Get(target);
        var error = Assert.Throws<AcceleratorException>(() => accelerator.Allocate1D<double>(1L << 45));
        Assert.Contains($"{1L << 48} bytes were asked for", error.Message, StringComparison.Ordinal);
        Assert.Contains("are free", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Copies_BetweenHostAndDeviceAndParts_MoveTheElements(Target target)
    {
        var accelerator = Devices.Get(target);
        using var a = accelerator.Allocate1D(Enumerable.Range(0, 100).ToArray());
        using var b = accelerator.Allocate1D<int>(100);
        b.View.MemSetToZero();
        a.View.SubView(10, 20).CopyTo(b.View.SubView(50, 20));
        b.View.SubView(0, 3).CopyFromCPU([7, 8, 9]);
        a.View.SubView(98, 2).MemSet(0xFF);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(10, 20), b.GetAsArray1D()[50..70]);
        Assert.Equal([7, 8, 9, 0], b.GetAsArray1D()[..4]);
        Assert.Equal([97, -1, -1], a.GetAsArray1D()[97..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => b.View.SubView(0, 3).CopyToCPU(new int[4]));
    }

    [Fact]
    public void View_OfADeviceIndexedOnTheHost_SaysWhatToDo()
    {
        using var buffer = Devices.Get(Devices.Compiling).Allocate1D<float>(4);
        var error = Assert.Throws<InvalidOperationException>(() => buffer.View.BaseView[2]);
        Assert.Contains("CopyToCPU", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KernelMember_CalledOnTheHost_NamesItself()
    {
        Assert.Contains("Group.IdxX", Assert.Throws<InvalidOperationException>(() => Group.IdxX).Message, StringComparison.Ordinal);
        Assert.Contains(
            "SharedMemory.Allocate", Assert.Throws<InvalidOperationException>(() => SharedMemory.Allocate<int>(3)).Message,
            StringComparison.Ordinal);
    }
}
