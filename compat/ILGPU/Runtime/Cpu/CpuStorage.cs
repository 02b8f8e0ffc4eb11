using System.Runtime.InteropServices;

namespace ILGPU.Runtime.CPU;

/// <summary>Memory of the host, outside the garbage collector's reach.</summary>
internal sealed unsafe class CpuStorage(long bytes) : BufferStorage((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(64, bytes), 64))
{
    public override bool IsHostMemory => true;

    public override void MemSet(AcceleratorStream stream, byte value, long offset, long length) =>
        NativeMemory.Fill((byte*)Pointer + offset, (nuint)length, value);

    public override void Write(AcceleratorStream stream, long offset, nint source, long bytes) =>
        NativeMemory.Copy((void*)source, (byte*)Pointer + offset, (nuint)bytes);

    public override void Read(AcceleratorStream stream, long offset, nint target, long bytes) =>
        NativeMemory.Copy((byte*)Pointer + offset, (void*)target, (nuint)bytes);

    public override void Copy(AcceleratorStream stream, long offset, BufferStorage target, long targetOffset, long bytes) =>
        NativeMemory.Copy((byte*)Pointer + offset, (byte*)target.Pointer + targetOffset, (nuint)bytes);

    public override void Free() => NativeMemory.AlignedFree((void*)Pointer);
}
