namespace ILGPU.Runtime;

/// <summary>A point in time of a stream.</summary>
public abstract class ProfilingMarker : AcceleratorObject
{
    private protected ProfilingMarker(Accelerator accelerator)
        : base(accelerator)
    {
    }

    /// <summary>Waits until the stream has reached this point.</summary>
    public abstract void Synchronize();

    /// <summary>Time from an earlier marker to this one.</summary>
    public abstract TimeSpan MeasureFrom(ProfilingMarker marker);
}
