using ILGPU.Extras;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <content>Recording, which ILGPU's own API lacks.</content>
internal sealed partial class LaunchSequence
{
    static partial void Record(AcceleratorStream stream, Action launches, ref IDisposable? recording, ref Action? replay)
    {
        if (!CudaGraph.IsSupported(stream))
            return;
        CudaGraph graph = CudaGraph.Record(stream, launches);
        recording = graph;
        replay = () => graph.Launch(stream);
    }
}
