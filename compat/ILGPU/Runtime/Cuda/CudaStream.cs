namespace ILGPU.Runtime.Cuda;

/// <summary>A CUDA stream.</summary>
public sealed class CudaStream : AcceleratorStream
{
    private readonly CudaAccelerator owner;
    private readonly bool isOwned;

    internal CudaStream(CudaAccelerator accelerator, nint stream, bool isOwned)
        : base(accelerator)
    {
        owner = accelerator;
        StreamPtr = stream;
        this.isOwned = isOwned;
    }

    /// <summary>Handle of the stream; 0 for the default one.</summary>
    public nint StreamPtr { get; }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        owner.Bind();
        CudaException.Check(CudaNative.StreamSynchronize(StreamPtr), "cuStreamSynchronize");
    }

    private protected override ProfilingMarker CreateMarker() => new CudaProfilingMarker(owner, this);

    private protected override void Release()
    {
        if (!isOwned)
            return;
        owner.Bind();
        CudaException.Check(CudaNative.StreamDestroy(StreamPtr), "cuStreamDestroy");
    }
}
