namespace ILGPU.Runtime;

/// <summary>Memory of a device and the driver calls on it; what a <see cref="MemoryBuffer"/> holds.</summary>
/// <param name="pointer">Address in the accelerator's memory, or the handle of an OpenCL memory object.</param>
internal abstract class BufferStorage(nint pointer)
{
    public nint Pointer { get; } = pointer;

    /// <summary>What a view of the first byte has as its pointer.</summary>
    public virtual nint ViewPointer => Pointer;

    /// <summary>True when the host may touch the memory.</summary>
    public virtual bool IsHostMemory => false;

    public abstract void MemSet(AcceleratorStream stream, byte value, long offset, long length);

    public abstract void Write(AcceleratorStream stream, long offset, nint source, long bytes);

    public abstract void Read(AcceleratorStream stream, long offset, nint target, long bytes);

    public abstract void Copy(AcceleratorStream stream, long offset, BufferStorage target, long targetOffset, long bytes);

    public abstract void Free();
}
