namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL memory object. Views of it carry offsets.</summary>
internal sealed unsafe class CLStorage(nint memory) : BufferStorage(memory)
{
    public override nint ViewPointer => 0;

    public override void MemSet(AcceleratorStream stream, byte value, long offset, long length) =>
        CLException.Check(
            OpenCLNative.EnqueueFillBuffer(Queue(stream), Pointer, &value, 1, (nuint)offset, (nuint)length, 0, null, null),
            "clEnqueueFillBuffer");

    public override void Write(AcceleratorStream stream, long offset, nint source, long bytes) =>
        CLException.Check(
            OpenCLNative.EnqueueWriteBuffer(Queue(stream), Pointer, 1, (nuint)offset, (nuint)bytes, (void*)source, 0, null, null),
            "clEnqueueWriteBuffer");

    public override void Read(AcceleratorStream stream, long offset, nint target, long bytes) =>
        CLException.Check(
            OpenCLNative.EnqueueReadBuffer(Queue(stream), Pointer, 1, (nuint)offset, (nuint)bytes, (void*)target, 0, null, null),
            "clEnqueueReadBuffer");

    public override void Copy(AcceleratorStream stream, long offset, BufferStorage target, long targetOffset, long bytes) =>
        CLException.Check(
            OpenCLNative.EnqueueCopyBuffer(
                Queue(stream), Pointer, target.Pointer, (nuint)offset, (nuint)targetOffset, (nuint)bytes, 0, null, null),
            "clEnqueueCopyBuffer");

    public override void Free() => CLException.Check(OpenCLNative.ReleaseMemObject(Pointer), "clReleaseMemObject");

    private static nint Queue(AcceleratorStream stream) =>
        stream is CLStream own
            ? own.CommandQueue
            : throw new ArgumentException($"A stream of {stream.Accelerator.Name} cannot be used for memory of an OpenCL device.");
}
