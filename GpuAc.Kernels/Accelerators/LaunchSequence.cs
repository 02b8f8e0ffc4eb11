using GpuAc.Kernels.Accelerators.Driver;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Launches that are the same every time: run directly at first, so that everything is compiled, then on CUDA recorded once and replayed as
/// one launch. A replayed launch costs about a microsecond, a single one several.
/// </summary>
internal sealed class LaunchSequence(AcceleratorStream stream, Action launches) : IDisposable
{
    private CudaGraph? recorded;
    private int runs;

    /// <summary>Puts the launches into the stream.</summary>
    public void Run()
    {
        if (++runs == 2 && CudaGraph.IsSupported(stream.Accelerator))
            recorded = CudaGraph.Record(stream, launches);
        if (recorded != null)
            recorded.Launch(stream);
        else
            launches();
    }

    /// <inheritdoc/>
    public void Dispose() => recorded?.Dispose();
}
