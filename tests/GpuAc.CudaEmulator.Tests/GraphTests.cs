using ILGPU;
using ILGPU.Extras;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Recording and replay of launches.</summary>
public class GraphTests
{
    [EmulatorFact]
    public void Launch_OfARecording_RunsEveryLaunchWithTheArgumentsItWasRecordedWith()
    {
        using EmulatedAccelerator cuda = new();
        using AcceleratorStream stream = cuda.Accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> values = cuda.Accelerator.Allocate1D(new int[100]);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> add =
            cuda.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Add);
        using CudaGraph graph = CudaGraph.Record(stream, () =>
        {
            for (int i = 1; i <= 3; i++)
                add(stream, 100, values.View, i);
        });
        stream.Synchronize();
        Assert.All(values.GetAsArray1D(), value => Assert.Equal(0, value));
        for (int i = 0; i < 5; i++)
            graph.Launch(stream);
        stream.Synchronize();
        Assert.All(values.GetAsArray1D(), value => Assert.Equal(30, value));
    }

    [EmulatorFact]
    public void Record_OfWorkThatWaitsOrAllocates_ThrowsAndLeavesTheStreamUsable()
    {
        using EmulatedAccelerator cuda = new();
        using AcceleratorStream stream = cuda.Accelerator.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> values = cuda.Accelerator.Allocate1D(new int[100]);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> add =
            cuda.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Add);
        Action[] allForbidden = [stream.Synchronize, cuda.Accelerator.Synchronize, () => cuda.Accelerator.Allocate1D<int>(4).Dispose()];
        foreach (Action forbidden in allForbidden)
        {
            CudaException failure = Assert.Throws<CudaException>(() => CudaGraph.Record(stream, () =>
            {
                add(stream, 100, values.View, 1);
                forbidden();
            }));
            Assert.Equal("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", failure.Error);
        }

        add(stream, 100, values.View, 7);
        stream.Synchronize();
        Assert.All(values.GetAsArray1D(), value => Assert.Equal(7, value));
    }

    private static void Add(Index1D i, ArrayView<int> values, int amount) => values[i] += amount;
}
