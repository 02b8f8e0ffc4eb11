using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>
/// Launches that are the same every time: run directly at first, so that everything is compiled, then recorded once and replayed as one
/// launch where the runtime can. A replayed launch costs about a microsecond, a single one several.
/// </summary>
internal sealed partial class LaunchSequence(AcceleratorStream stream, Action launches) : IDisposable
{
    private IDisposable? recording;
    private Action? replay;
    private int runs;

    /// <summary>Puts the launches into the stream.</summary>
    public void Run()
    {
        if (++runs == 2)
            Record(stream, launches, ref recording, ref replay);
        (replay ?? launches)();
    }

    /// <inheritdoc/>
    public void Dispose() => recording?.Dispose();

    static partial void Record(AcceleratorStream stream, Action launches, ref IDisposable? recording, ref Action? replay);
}
