using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>What the emulated driver finds fault with, as a GPU would, or should: without this, tests on it would show little.</summary>
public class FaultTests
{
    private const string IllegalAddress = "CUDA_ERROR_ILLEGAL_ADDRESS";

    [EmulatorFact]
    public void Kernel_ThatWritesBehindItsBuffer_FailsWhenSomeoneWaits() => Assert.Equal(IllegalAddress, Fault(WriteBehind));

    [EmulatorFact]
    public void Kernel_ThatReadsBeforeItsBuffer_Fails() => Assert.Equal(IllegalAddress, Fault(ReadBefore));

    [EmulatorFact]
    public void Kernel_ThatReadsFarAway_Fails() => Assert.Equal(IllegalAddress, Fault(ReadFarAway));

    [EmulatorFact]
    public void Kernel_ThatLeavesSharedMemory_Fails() => Assert.Equal(IllegalAddress, Fault(LeaveShared));

    [EmulatorFact]
    public void Kernel_ThatLeavesLocalMemory_Fails() => Assert.Equal(IllegalAddress, Fault(LeaveLocal));

    [EmulatorFact]
    public void Kernel_ThatAddsAtomicallyOutside_Fails() => Assert.Equal(IllegalAddress, Fault(AddOutside));

    [EmulatorFact]
    public void Kernel_ThatReadsMisalignedMemory_Fails() => Assert.Equal("CUDA_ERROR_MISALIGNED_ADDRESS", Fault(Misalign, threads: 1));

    [EmulatorFact]
    public void Kernel_WhoseThreadsWaitAtDifferentBarriers_Fails() => Assert.Equal("CUDA_ERROR_LAUNCH_FAILED", Fault(Diverge));

    [EmulatorFact]
    public void Kernel_ThatUsesWhatWasFreed_Fails()
    {
        EmulatedAccelerator emulated = new();
        MemoryBuffer1D<int, Stride1D.Dense> freed = emulated.Cuda.Allocate1D<int>(32);
        ArrayView<int> view = freed.View;
        freed.Dispose();
        emulated.Cuda.LoadStreamKernel<ArrayView<int>>(Fill)((1, 32), view);
        Assert.Equal(IllegalAddress, Assert.Throws<CudaException>(emulated.Cuda.Synchronize).Error);
        Assert.ThrowsAny<Exception>(emulated.Dispose);
    }

    [EmulatorFact]
    public void Context_AfterAFault_FailsUntilANewOneIsMade()
    {
        Fault(WriteBehind);
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D<int>(32);
        emulated.Cuda.LoadStreamKernel<ArrayView<int>>(Fill)((1, 32), buffer.View);
        emulated.Cuda.Synchronize();
        Assert.All(buffer.GetAsArray1D(), value => Assert.Equal(1, value));
    }

    [EmulatorFact]
    public void Streams_ThatDoNotWaitForEachOther_SeeOldMemory()
    {
        using EmulatedAccelerator emulated = new();
        using AcceleratorStream first = emulated.Cuda.CreateStream(), second = emulated.Cuda.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D(new int[32]);
        Action<AcceleratorStream, Index1D, ArrayView<int>> increment =
            emulated.Cuda.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(Increment);
        int[] seen = new int[32];
        increment(first, 32, buffer.View);
        buffer.View.BaseView.CopyToCPU(second, seen);
        Assert.All(seen, value => Assert.Equal(0, value));
        first.Synchronize();
        buffer.View.BaseView.CopyToCPU(second, seen);
        Assert.All(seen, value => Assert.Equal(1, value));
    }

    [EmulatorFact]
    public void Threads_WithoutABarrier_SeeNoiseOrOldMemory()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D<int>(64);
        Action<KernelConfig, ArrayView<int>> kernel = emulated.Cuda.LoadStreamKernel<ArrayView<int>>(ReverseWithoutBarrier);
        kernel((1, 64), buffer.View);
        emulated.Cuda.Synchronize();
        Assert.NotEqual(Enumerable.Range(0, 64).Reverse(), buffer.GetAsArray1D());
    }

    [EmulatorFact]
    public void Memory_FreshlyAllocated_HoldsNoise()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D<int>(1000);
        Assert.DoesNotContain(0, buffer.GetAsArray1D());
    }

    /// <summary>The error of a launch. It stays with the context, so giving everything back fails, too, but ends the context.</summary>
    private static string Fault(Action<ArrayView<int>> kernel, int threads = 64)
    {
        EmulatedAccelerator emulated = new();
        MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D(new int[32]);
        emulated.Cuda.LoadStreamKernel(kernel)((1, threads), buffer.View);
        string error = Assert.Throws<CudaException>(emulated.Cuda.Synchronize).Error;
        Assert.Equal(error, Assert.Throws<CudaException>(emulated.Cuda.DefaultStream.Synchronize).Error);
        Assert.ThrowsAny<Exception>(emulated.Dispose);
        return error;
    }

    private static void Increment(Index1D i, ArrayView<int> values) => values[i]++;

    private static void Fill(ArrayView<int> values) => values[Group.IdxX] = 1;

    private static void WriteBehind(ArrayView<int> values) => values[Group.IdxX] = 1;

    private static void ReadBefore(ArrayView<int> values) => values[0] = values[Group.IdxX - 1];

    private static void ReadFarAway(ArrayView<int> values) => values[0] = values[(Group.IdxX + 1L) * 0x10000000000];

    private static void LeaveShared(ArrayView<int> values)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(63);
        shared[Group.IdxX] = 1;
        Group.Barrier();
        values[0] = shared[values[0]];
    }

    private static void LeaveLocal(ArrayView<int> values)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(16);
        for (int i = 0; i < 16; i++)
            local[i] = values[i];
        values[0] = local[Group.IdxX];
    }

    private static void AddOutside(ArrayView<int> values) => Atomic.Add(ref values[Group.IdxX], 1);

    private static void Misalign(ArrayView<int> values)
    {
        ArrayView<byte> bytes = values.Cast<byte>();
        values[0] = bytes.SubView(1, 8).Cast<int>()[0];
    }

    private static void ReverseWithoutBarrier(ArrayView<int> values)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(64);
        shared[Group.IdxX] = Group.IdxX;
        values[Group.IdxX] = shared[63 - Group.IdxX];
    }

    private static void Diverge(ArrayView<int> values)
    {
        if (Group.IdxX < 48)
        {
            Group.Barrier();
            values[0] = 1;
        }
        else
        {
            values[1] = 1;
            Group.Barrier();
        }
    }
}
