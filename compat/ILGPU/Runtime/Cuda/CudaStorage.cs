namespace ILGPU.Runtime.Cuda;

/// <summary>Memory of a GPU.</summary>
internal sealed unsafe class CudaStorage(CudaAccelerator accelerator, nint pointer) : BufferStorage(pointer)
{
    public override void MemSet(AcceleratorStream stream, byte value, long offset, long length) =>
        CudaException.Check(CudaNative.MemsetAsync(Pointer + (nint)offset, value, (nuint)length, Handle(stream)), "cuMemsetD8Async");

    public override void Write(AcceleratorStream stream, long offset, nint source, long bytes)
    {
        CudaException.Check(
            CudaNative.CopyToDevice(Pointer + (nint)offset, (void*)source, (nuint)bytes, Handle(stream)), "cuMemcpyHtoDAsync");
        stream.Synchronize();
    }

    public override void Read(AcceleratorStream stream, long offset, nint target, long bytes)
    {
        CudaException.Check(
            CudaNative.CopyToHost((void*)target, Pointer + (nint)offset, (nuint)bytes, Handle(stream)), "cuMemcpyDtoHAsync");
        stream.Synchronize();
    }

    public override void Copy(AcceleratorStream stream, long offset, BufferStorage target, long targetOffset, long bytes) =>
        CudaException.Check(
            CudaNative.CopyOnDevice(target.Pointer + (nint)targetOffset, Pointer + (nint)offset, (nuint)bytes, Handle(stream)),
            "cuMemcpyDtoDAsync");

    public override void Free()
    {
        accelerator.Bind();
        CudaException.Check(CudaNative.MemFree(Pointer), "cuMemFree");
    }

    private nint Handle(AcceleratorStream stream)
    {
        accelerator.Bind();
        return stream is CudaStream own
            ? own.StreamPtr
            : throw new ArgumentException($"A stream of {stream.Accelerator.Name} cannot be used for memory of an NVIDIA GPU.");
    }
}
