namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL event at a point of a queue.</summary>
internal sealed unsafe class CLProfilingMarker : ProfilingMarker
{
    private readonly nint marker;

    public CLProfilingMarker(CLStream stream)
        : base(stream.Accelerator)
    {
        nint created;
        CLException.Check(OpenCLNative.EnqueueMarker(stream.CommandQueue, 0, null, &created), "clEnqueueMarkerWithWaitList");
        marker = created;
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        var waited = marker;
        CLException.Check(OpenCLNative.WaitForEvents(1, &waited), "clWaitForEvents");
    }

    /// <inheritdoc/>
    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not CLProfilingMarker earlier)
            throw new ArgumentException("Markers of different kinds of accelerators cannot be compared.", nameof(marker));
        return TimeSpan.FromTicks((Nanoseconds() - earlier.Nanoseconds()) / TimeSpan.NanosecondsPerTick);
    }

    private protected override void Release() => CLException.Check(OpenCLNative.ReleaseEvent(marker), "clReleaseEvent");

    private long Nanoseconds()
    {
        Synchronize();
        ulong time;
        CLException.Check(OpenCLNative.GetEventProfilingInfo(marker, 0x1283, sizeof(ulong), &time, null), "clGetEventProfilingInfo");
        return (long)time;
    }
}
