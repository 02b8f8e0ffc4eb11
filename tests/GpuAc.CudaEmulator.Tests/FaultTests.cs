using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>What the emulated driver finds fault with, as a GPU would, or should: without this, tests on it would show little.</summary>
public class FaultTests
{
    [EmulatorFact]
    public void Kernel_ThatLeavesItsBuffer_FailsWhenSomeoneWaits() =>
        Assert.Equal("CUDA_ERROR_ILLEGAL_ADDRESS", Fault(buffer => Load<ArrayView<int>>(buffer, Outside)((1, 32), buffer.View)));

    [EmulatorFact]
    public void Kernel_WhoseThreadsWaitAtDifferentBarriers_Fails() =>
        Assert.Equal("CUDA_ERROR_LAUNCH_FAILED", Fault(buffer => Load<ArrayView<int>>(buffer, Diverge)((1, 64), buffer.View)));

    [EmulatorFact]
    public void Kernel_ThatReadsMisalignedMemory_Fails() =>
        Assert.Equal("CUDA_ERROR_MISALIGNED_ADDRESS", Fault(buffer => Load<ArrayView<int>>(buffer, Misaligned)((1, 1), buffer.View)));

    [EmulatorFact]
    public void Streams_ThatDoNotWaitForEachOther_SeeOldMemory()
    {
        using EmulatedAccelerator cuda = new();
        using AcceleratorStream first = cuda.Accelerator.CreateStream(), second = cuda.Accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = cuda.Accelerator.Allocate1D(new int[32]);
        Action<AcceleratorStream, Index1D, ArrayView<int>> increment =
            cuda.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(Increment);
        int[] seen = new int[32];
        increment(first, 32, buffer.View);
        buffer.View.CopyToCPU(second, seen);
        Assert.All(seen, value => Assert.Equal(0, value));
        first.Synchronize();
        buffer.View.CopyToCPU(second, seen);
        Assert.All(seen, value => Assert.Equal(1, value));
    }

    [EmulatorFact]
    public void Memory_FreshlyAllocated_HoldsNoise()
    {
        using EmulatedAccelerator cuda = new();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = cuda.Accelerator.Allocate1D<int>(1000);
        Assert.DoesNotContain(0, buffer.GetAsArray1D());
    }

    private static Action<KernelConfig, T> Load<T>(MemoryBuffer buffer, Action<T> kernel)
        where T : struct => buffer.Accelerator.LoadStreamKernel(kernel);

    /// <summary>The error of a launch. It stays with the context, so giving everything back fails, too, but ends the context.</summary>
    private static string Fault(Action<MemoryBuffer1D<int, Stride1D.Dense>> launch)
    {
        EmulatedAccelerator cuda = new();
        launch(cuda.Accelerator.Allocate1D(new int[32]));
        string error = Assert.Throws<CudaException>(cuda.Accelerator.Synchronize).Error;
        Assert.Equal(error, Assert.Throws<CudaException>(cuda.Accelerator.DefaultStream.Synchronize).Error);
        Assert.Equal(error, Assert.Throws<CudaException>(cuda.Dispose).Error);
        return error;
    }

    private static void Increment(Index1D i, ArrayView<int> values) => values[i]++;

    private static void Outside(ArrayView<int> values) => values[(Group.IdxX * 100_000) + 1] = 1;

    private static void Misaligned(ArrayView<int> values) => values[0] = values.AsBytes().SubView(1, 8).Cast<int>()[0];

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
