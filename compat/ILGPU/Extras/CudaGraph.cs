using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ILGPU.Extras;

/// <summary>Work of a stream, recorded once and launched as a whole. Beside ILGPU's API, which has no graphs.</summary>
public sealed unsafe class CudaGraph : IDisposable
{
    private readonly CudaAccelerator accelerator;
    private nint graph;
    private nint executable;

    private CudaGraph(CudaAccelerator accelerator, nint graph, nint executable) =>
        (this.accelerator, this.graph, this.executable) = (accelerator, graph, executable);

    /// <summary>True where graphs can be recorded: on CUDA, in a stream that <see cref="Accelerator.CreateStream"/> made.</summary>
    public static bool IsSupported(AcceleratorStream stream) => stream is CudaStream { StreamPtr: not 0 };

    /// <summary>Records what is put into a stream instead of running it.</summary>
    /// <param name="stream">A stream for which <see cref="IsSupported"/> holds.</param>
    /// <param name="record">Launches and copies on the device; nothing that waits, allocates or reads back.</param>
    /// <exception cref="NotSupportedException">The stream does not allow it.</exception>
    public static CudaGraph Record(AcceleratorStream stream, Action record)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(record);
        const int ThreadLocal = 1;
        if (stream is not CudaStream { StreamPtr: not 0 } own)
            throw new NotSupportedException(
                $"Graphs need a stream of an NVIDIA GPU made by CreateStream, not the default stream and not one of "
                + $"{stream.Accelerator.Name}.");
        var accelerator = (CudaAccelerator)own.Accelerator;
        accelerator.Bind();
        CudaException.Check(CudaNative.StreamBeginCapture(own.StreamPtr, ThreadLocal), "cuStreamBeginCapture");
        nint graph = 0, executable;
        try
        {
            record();
        }
        catch
        {
            if (CudaNative.StreamEndCapture(own.StreamPtr, &graph) == 0 && graph != 0)
                _ = CudaNative.GraphDestroy(graph);
            throw;
        }

        CudaException.Check(CudaNative.StreamEndCapture(own.StreamPtr, &graph), "cuStreamEndCapture");
        CudaException.Check(CudaNative.GraphInstantiate(&executable, graph, 0), "cuGraphInstantiateWithFlags");
        return new(accelerator, graph, executable);
    }

    /// <summary>Puts the recorded work into a stream.</summary>
    public void Launch(AcceleratorStream stream)
    {
        ObjectDisposedException.ThrowIf(executable == 0, this);
        if (stream is not CudaStream own)
            throw new ArgumentException("A graph of an NVIDIA GPU needs one of its streams.", nameof(stream));
        accelerator.Bind();
        CudaException.Check(CudaNative.GraphLaunch(executable, own.StreamPtr), "cuGraphLaunch");
    }

    /// <summary>Forgets the recorded work.</summary>
    public void Dispose()
    {
        if (executable == 0)
            return;
        accelerator.Bind();
        CudaException.Check(CudaNative.GraphExecDestroy(executable), "cuGraphExecDestroy");
        CudaException.Check(CudaNative.GraphDestroy(graph), "cuGraphDestroy");
        (executable, graph) = (0, 0);
    }
}
