using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// How far a run was when its iteration began, in device memory. Launches count from there, so that they are the same in one iteration as
/// in another and can be recorded once.
/// </summary>
internal sealed class RunClock : IDisposable
{
    /// <summary>Place of the time steps taken.</summary>
    public const int Steps = 0;

    /// <summary>Place of the updates made.</summary>
    public const int Updates = 1;

    private readonly AcceleratorDevice device;
    private readonly long[] host = new long[2];
    private readonly MemoryBuffer1D<long, Stride1D.Dense> memory;

    /// <summary>Allocates; at 0.</summary>
    public RunClock(AcceleratorDevice device)
    {
        this.device = device;
        memory = device.Accelerator.Allocate1D(host);
    }

    /// <summary>Both numbers.</summary>
    public ArrayView<long> View => memory.View;

    /// <summary>Puts the clock into the queue.</summary>
    /// <param name="steps">Time steps that all environments have taken since the run's start.</param>
    /// <param name="updates">Updates of the critics since then.</param>
    public void Set(long steps, long updates)
    {
        (host[Steps], host[Updates]) = (steps, updates);
        memory.View.CopyFromCPU(device.Stream, host);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();
}
