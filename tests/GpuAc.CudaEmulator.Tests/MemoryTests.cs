using GpuAc.Kernels.Accelerators.Driver;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Copies, free memory, and shared memory beyond what a kernel has unasked.</summary>
public class MemoryTests
{
    private const int Declared = 2048;

    [EmulatorFact]
    public void Copies_OfPartsAndPatterns_ArriveWhereTheyShould()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> first = emulated.Cuda.Allocate1D(Enumerable.Range(0, 1000).ToArray());
        using MemoryBuffer1D<int, Stride1D.Dense> second = emulated.Cuda.Allocate1D<int>(1000);
        second.MemSetToZero();
        first.View.SubView(100, 50).CopyTo(second.View.SubView(200, 50));
        int[] expected = new int[1000];
        Array.Copy(Enumerable.Range(0, 1000).ToArray(), 100, expected, 200, 50);
        Assert.Equal(expected, second.GetAsArray1D());
    }

    [EmulatorFact]
    public void PinnedMemory_CopiedBothWays_ArrivesAfterAWait()
    {
        using EmulatedAccelerator emulated = new();
        using AcceleratorStream stream = emulated.Cuda.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = emulated.Cuda.Allocate1D<int>(100);
        using PageLockedArray1D<int> pinned = emulated.Cuda.AllocatePageLocked1D<int>(100);
        pinned.Span.Fill(3);
        buffer.View.CopyFromPageLockedAsync(stream, pinned);
        stream.Synchronize();
        pinned.Span.Clear();
        buffer.View.CopyToPageLockedAsync(stream, pinned);
        Assert.Equal(0, pinned.Span[99]);
        stream.Synchronize();
        Assert.Equal(3, pinned.Span[99]);
    }

    [EmulatorFact]
    public void FreeBytes_ShrinkByWhatIsAllocated()
    {
        using EmulatedAccelerator emulated = new();
        long before = DeviceMemory.FreeBytes(emulated.Cuda);
        using (emulated.Cuda.Allocate1D<int>(1 << 20))
            Assert.InRange(before - DeviceMemory.FreeBytes(emulated.Cuda), 4 << 20, 5 << 20);
        Assert.Equal(before, DeviceMemory.FreeBytes(emulated.Cuda));
    }

    [EmulatorFact]
    public void Allocation_OfMoreThanIsFree_IsRefused()
    {
        EmulatedAccelerator emulated = new();
        long bytes = DeviceMemory.FreeBytes(emulated.Cuda) + 1;
        Assert.Equal("CUDA_ERROR_OUT_OF_MEMORY", Assert.Throws<CudaException>(() => emulated.Cuda.Allocate1D<byte>(bytes)).Error);
        Assert.Throws<CudaException>(emulated.Dispose); // ILGPU gives back what it never had.
    }

    [EmulatorFact]
    public void Shared_BeyondTheDefault_NeedsTheFunctionsPermission()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> output = emulated.Cuda.Allocate1D<int>(32);
        Kernel kernel = Load(emulated.Cuda, DynamicOnly);
        Assert.Equal(227 << 10, DeviceMemory.SharedBytes(emulated.Cuda));
        Launch(kernel, 48, output.View);
        Assert.Equal("CUDA_ERROR_INVALID_VALUE", Assert.Throws<CudaException>(() => Launch(kernel, 49, output.View)).Error);
        foreach (int kilobytes in new[] { 49, 100, 227, 2 })
        {
            CudaFunction.AllowSharedMemory(kernel, kilobytes << 10);
            Launch(kernel, kilobytes, output.View);
            emulated.Cuda.Synchronize();
            Assert.All(output.GetAsArray1D(), value => Assert.Equal(kilobytes * 256, value));
        }

        Assert.Throws<CudaException>(() => CudaFunction.AllowSharedMemory(kernel, 228 << 10));
    }

    [EmulatorFact]
    public void Shared_DeclaredAndDynamic_CountTogether()
    {
        using EmulatedAccelerator emulated = new();
        using MemoryBuffer1D<int, Stride1D.Dense> output = emulated.Cuda.Allocate1D<int>(32);
        Kernel kernel = Load(emulated.Cuda, Both);
        Assert.Equal(4 * Declared, CudaFunction.ResourcesOf(nameof(Both), kernel)!.Value.SharedBytes);
        Launch(kernel, 40, output.View);
        Assert.Throws<CudaException>(() => Launch(kernel, 41, output.View));
        foreach (int kilobytes in new[] { 41, 219 })
        {
            CudaFunction.AllowSharedMemory(kernel, kilobytes << 10);
            Launch(kernel, kilobytes, output.View);
            emulated.Cuda.Synchronize();
            Assert.All(output.GetAsArray1D(), value => Assert.Equal((kilobytes * 256) + Declared, value));
        }

        Assert.Throws<CudaException>(() => CudaFunction.AllowSharedMemory(kernel, 220 << 10));
    }

    [EmulatorFact]
    public void Resources_OfAKernel_AreItsRegistersAndLocalMemory()
    {
        using EmulatedAccelerator emulated = new();
        KernelResources resources = CudaFunction.ResourcesOf(nameof(WithLocal), Load(emulated.Cuda, WithLocal))!.Value;
        Assert.InRange(resources.Registers, 1, 255);
        Assert.Equal(4 * 16, resources.LocalBytes);
        Assert.Equal(0, resources.SharedBytes);
    }

    private static Kernel Load(CudaAccelerator accelerator, Action<ArrayView<int>> kernel) => accelerator.LoadKernel(kernel.Method);

    private static void Launch(Kernel kernel, int kilobytes, ArrayView<int> output) => kernel.CreateLauncherDelegate<Launcher>()(
        kernel.Accelerator.DefaultStream, new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<int>(kilobytes * 256)), output);

    private static void DynamicOnly(ArrayView<int> output)
    {
        ArrayView<int> memory = SharedMemory.GetDynamic<int>();
        for (int i = Group.IdxX; i < memory.IntLength; i += Group.DimX)
            memory[i] = 1;
        Group.Barrier();
        output[Group.IdxX] = Sum(memory);
    }

    private static void Both(ArrayView<int> output)
    {
        ArrayView<int> memory = SharedMemory.GetDynamic<int>();
        ArrayView<int> declared = SharedMemory.Allocate<int>(Declared);
        for (int i = Group.IdxX; i < memory.IntLength; i += Group.DimX)
            memory[i] = 1;
        for (int i = Group.IdxX; i < declared.IntLength; i += Group.DimX)
            declared[i] = 1;
        Group.Barrier();
        output[Group.IdxX] = Sum(memory) + Sum(declared);
    }

    private static void WithLocal(ArrayView<int> output)
    {
        ArrayView<int> local = LocalMemory.Allocate<int>(16);
        for (int i = 0; i < 16; i++)
            local[i] = output[i];
        output[0] = local[output[16]];
    }

    private static int Sum(ArrayView<int> view)
    {
        int sum = 0;
        for (int i = 0; i < view.IntLength; i++)
            sum += view[i];
        return sum;
    }

    private delegate void Launcher(AcceleratorStream stream, KernelConfig config, ArrayView<int> output);
}
