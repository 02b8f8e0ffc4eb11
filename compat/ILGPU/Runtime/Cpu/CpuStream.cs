using System.Diagnostics;

namespace ILGPU.Runtime.CPU;

/// <summary>The CPU does everything at once, so its streams are always empty.</summary>
internal sealed class CpuStream(CPUAccelerator accelerator) : AcceleratorStream(accelerator)
{
    /// <inheritdoc/>
    public override void Synchronize()
    {
        // Nothing is pending.
    }

    private protected override ProfilingMarker CreateMarker() => new CpuProfilingMarker(Accelerator);

    private protected override void Release()
    {
        // Nothing is held.
    }
}

/// <summary>A point in time.</summary>
internal sealed class CpuProfilingMarker(Accelerator accelerator) : ProfilingMarker(accelerator)
{
    private readonly long time = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // It has passed.
    }

    /// <inheritdoc/>
    public override TimeSpan MeasureFrom(ProfilingMarker marker) =>
        marker is CpuProfilingMarker earlier
            ? Stopwatch.GetElapsedTime(earlier.time, time)
            : throw new ArgumentException("Markers of different kinds of accelerators cannot be compared.", nameof(marker));

    private protected override void Release()
    {
        // Nothing is held.
    }
}
