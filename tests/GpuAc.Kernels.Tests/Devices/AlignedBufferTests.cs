using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Tests.Devices;

[Collection(ProcessWide.Name)]
public unsafe class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_000)]
    public void Constructor_AnyLength_IsZeroedAndAligned(int length)
    {
        using (var dirty = new AlignedBuffer(length))
            dirty.Span.Fill(1);
        using var buffer = new AlignedBuffer(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(0, (nint)buffer.Pointer % 64);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void LiveBytes_AfterDisposal_IsWhatItWas()
    {
        Settle();
        long before = AlignedBuffer.LiveBytes;
        var buffer = new AlignedBuffer(1000);
        Assert.Equal(before + 4000, AlignedBuffer.LiveBytes);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    [Fact]
    public void LiveBytes_NobodyDisposed_TheFinalizerFrees()
    {
        Settle();
        long before = AlignedBuffer.LiveBytes;
        Abandon();
        Settle();
        Assert.Equal(before, AlignedBuffer.LiveBytes);
    }

    [Fact]
    public void Constructor_MoreThanThereIs_SaysWhatToDo()
    {
        GpuAcException thrown = Assert.Throws<GpuAcException>(() => new AlignedBuffer(1L << 55));
        Assert.Contains("use fewer environments", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        for (int i = 0; i < 10; i++)
            _ = new AlignedBuffer(1000);
    }

    private static void Settle()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
