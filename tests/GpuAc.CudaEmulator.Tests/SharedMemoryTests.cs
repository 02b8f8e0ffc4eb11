using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>
/// CUDA gives a block 48 KiB of shared memory, declared and dynamic together, and more dynamic memory only to a function that asked.
/// </summary>
public class SharedMemoryTests
{
    private const int Declared = 2048;

    [EmulatorFact]
    public void Dynamic_OfEverySizeUpToTheDevicesLimit_Launches()
    {
        using EmulatedAccelerator cuda = new();
        using MemoryBuffer1D<int, Stride1D.Dense> output = cuda.Accelerator.Allocate1D<int>(32);
        Action<KernelConfig, ArrayView<int>> kernel = cuda.Accelerator.LoadStreamKernel<ArrayView<int>>(DynamicOnly);
        foreach (int kilobytes in new[] { 1, 47, 48, 49, 100, 227, 2 })
        {
            kernel(new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<int>(kilobytes * 256)), output.View);
            cuda.Accelerator.Synchronize();
            Assert.All(output.GetAsArray1D(), value => Assert.Equal(kilobytes * 256, value));
        }

        KernelConfig tooMuch = new(1, 32, SharedMemoryConfig.RequestDynamic<int>(228 * 256));
        Assert.Throws<ArgumentException>(() => kernel(tooMuch, output.View));
    }

    [EmulatorFact]
    public void Dynamic_BesideDeclaredMemory_LaunchesWhereBothTogetherPass48KiB()
    {
        using EmulatedAccelerator cuda = new();
        using MemoryBuffer1D<int, Stride1D.Dense> output = cuda.Accelerator.Allocate1D<int>(32);
        Action<KernelConfig, ArrayView<int>> kernel = cuda.Accelerator.LoadStreamKernel<ArrayView<int>>(Both);
        foreach (int kilobytes in new[] { 40, 41, 48, 219 })
        {
            kernel(new KernelConfig(1, 32, SharedMemoryConfig.RequestDynamic<int>(kilobytes * 256)), output.View);
            cuda.Accelerator.Synchronize();
            Assert.All(output.GetAsArray1D(), value => Assert.Equal((kilobytes * 256) + Declared, value));
        }
    }

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

    private static int Sum(ArrayView<int> view)
    {
        int sum = 0;
        for (int i = 0; i < view.IntLength; i++)
            sum += view[i];
        return sum;
    }
}
