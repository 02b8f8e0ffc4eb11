namespace ILGPU.Runtime.Cuda;

/// <summary>A CUDA event at a point of a stream.</summary>
internal sealed unsafe class CudaProfilingMarker : ProfilingMarker
{
    private readonly CudaAccelerator owner;
    private readonly nint handle;

    public CudaProfilingMarker(CudaAccelerator accelerator, CudaStream stream)
        : base(accelerator)
    {
        owner = accelerator;
        accelerator.Bind();
        nint created;
        CudaException.Check(CudaNative.EventCreate(&created, 0), "cuEventCreate");
        handle = created;
        CudaException.Check(CudaNative.EventRecord(handle, stream.StreamPtr), "cuEventRecord");
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        owner.Bind();
        CudaException.Check(CudaNative.EventSynchronize(handle), "cuEventSynchronize");
    }

    /// <inheritdoc/>
    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not CudaProfilingMarker earlier)
            throw new ArgumentException("Markers of different kinds of accelerators cannot be compared.", nameof(marker));
        Synchronize();
        float milliseconds;
        CudaException.Check(CudaNative.EventElapsedTime(&milliseconds, earlier.handle, handle), "cuEventElapsedTime");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private protected override void Release()
    {
        owner.Bind();
        CudaException.Check(CudaNative.EventDestroy(handle), "cuEventDestroy");
    }
}
