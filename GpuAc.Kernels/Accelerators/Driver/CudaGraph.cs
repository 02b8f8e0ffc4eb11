using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuAc.Kernels.Accelerators.Driver;

/// <summary>A sequence of launches on a CUDA stream, recorded once and replayed as one launch.</summary>
/// <remarks>What may not be recorded (allocations, waits, copies to pageable memory) makes the driver refuse the recording.</remarks>
internal sealed class CudaGraph : IDisposable
{
    /// <summary>Only calls of the recording thread can spoil a recording: workers of A3C record concurrently.</summary>
    private const int ThreadLocal = 1;

    private readonly Accelerator accelerator;
    private nint graph;
    private nint executable;

    private CudaGraph(Accelerator accelerator) => this.accelerator = accelerator;

    /// <summary>Whether launches on a device can be recorded.</summary>
    public static bool IsSupported(Accelerator accelerator) => accelerator is CudaAccelerator && DriverAbsence() == null;

    /// <summary>Why the CUDA driver cannot record launches, or null where it can.</summary>
    public static string? DriverAbsence() => CudaDriver.Absence("cuGraphInstantiateWithFlags");

    /// <summary>Records launches; they do not run.</summary>
    /// <param name="stream">A CUDA stream.</param>
    /// <param name="launches">Puts the launches into the stream.</param>
    /// <exception cref="CudaException">The driver refuses, or is lost.</exception>
    public static CudaGraph Record(AcceleratorStream stream, Action launches)
    {
        var recorded = new CudaGraph(stream.Accelerator);
        nint handle = ((CudaStream)stream).StreamPtr;
        stream.Accelerator.Bind();
        CudaException.ThrowIfFailed(CudaDriver.BeginCapture(handle, ThreadLocal));
        try
        {
            launches();
        }
        catch
        {
            // The stream must not stay in recording; what went wrong is what counts.
            _ = CudaDriver.EndCapture(handle, out nint spoilt);
            if (spoilt != 0)
                _ = CudaDriver.DestroyGraph(spoilt);
            throw;
        }

        CudaException.ThrowIfFailed(CudaDriver.EndCapture(handle, out recorded.graph));
        CudaException.ThrowIfFailed(CudaDriver.Instantiate(out recorded.executable, recorded.graph, 0));
        return recorded;
    }

    /// <summary>Puts what was recorded into the stream.</summary>
    public void Launch(AcceleratorStream stream)
    {
        accelerator.Bind();
        CudaException.ThrowIfFailed(CudaDriver.Launch(executable, ((CudaStream)stream).StreamPtr));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        accelerator.Bind();
        if (executable != 0)
            _ = CudaDriver.DestroyExecutable(executable);
        if (graph != 0)
            _ = CudaDriver.DestroyGraph(graph);
        executable = graph = 0;
    }
}
