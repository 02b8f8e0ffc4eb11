using GpuAc.Kernels.Accelerators.Driver;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>Recording and replay of launches.</summary>
public class GraphTests
{
    /// <summary>CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, for which ILGPU has no name.</summary>
    private const string CaptureUnsupported = "900";

    [EmulatorFact]
    public void Launch_OfARecording_RunsEveryLaunchWithTheArgumentsItWasRecordedWith()
    {
        using EmulatedAccelerator emulated = new();
        using AcceleratorStream stream = emulated.Cuda.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> values = emulated.Cuda.Allocate1D(new int[100]);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> add =
            emulated.Cuda.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Add);
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
    public void Record_OfWorkThatWaits_ThrowsAndLeavesTheStreamUsable()
    {
        using EmulatedAccelerator emulated = new();
        using AcceleratorStream stream = emulated.Cuda.CreateStream();
        using MemoryBuffer1D<int, Stride1D.Dense> values = emulated.Cuda.Allocate1D(new int[100]);
        Action<AcceleratorStream, Index1D, ArrayView<int>, int> add =
            emulated.Cuda.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Add);
        foreach (Action forbidden in new Action[] { stream.Synchronize, emulated.Cuda.Synchronize })
        {
            CudaException failure = Assert.Throws<CudaException>(() => CudaGraph.Record(stream, () =>
            {
                add(stream, 100, values.View, 1);
                forbidden();
            }));
            Assert.Equal(CaptureUnsupported, failure.Error);
        }

        add(stream, 100, values.View, 7);
        stream.Synchronize();
        Assert.All(values.GetAsArray1D(), value => Assert.Equal(7, value));
    }

    [EmulatorFact]
    public void Record_OfWorkThatAllocates_Throws()
    {
        EmulatedAccelerator emulated = new();
        using AcceleratorStream stream = emulated.Cuda.CreateStream();
        CudaException failure = Assert.Throws<CudaException>(() => CudaGraph.Record(stream, () => emulated.Cuda.Allocate1D<int>(4)));
        Assert.Equal(CaptureUnsupported, failure.Error);
        Assert.Throws<CudaException>(emulated.Dispose); // ILGPU gives back what it never had.
    }

    private static void Add(Index1D i, ArrayView<int> values, int amount) => values[i] += amount;
}
