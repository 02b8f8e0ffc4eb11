using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

/// <summary>Memory of an accelerator. Whoever allocates it disposes it; ending the accelerator disposes the rest.</summary>
public class MemoryBuffer : AcceleratorObject
{
    internal MemoryBuffer(Accelerator accelerator, BufferStorage storage, long length, int elementSize)
        : base(accelerator)
    {
        Storage = storage;
        Length = length;
        ElementSize = elementSize;
        accelerator.CountBytes(LengthInBytes);
    }

    /// <summary>Address in the accelerator's memory, or the handle of an OpenCL memory object.</summary>
    public nint NativePtr => Storage.Pointer;

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize { get; }

    /// <summary>Bytes in all.</summary>
    public long LengthInBytes => Length * ElementSize;

    internal BufferStorage Storage { get; }

    internal nint ViewPointer => Storage.ViewPointer;

    internal bool IsHostMemory => Storage.IsHostMemory;

    /// <summary>Sets bytes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">The value of every byte.</param>
    /// <param name="targetOffsetInBytes">First byte.</param>
    /// <param name="length">Number of bytes.</param>
    public void MemSet(AcceleratorStream stream, byte value, long targetOffsetInBytes, long length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckRange(targetOffsetInBytes, length);
        if (length > 0)
            Storage.MemSet(stream, value, targetOffsetInBytes, length);
    }

    /// <summary>The memory as elements.</summary>
    /// <param name="offset">First element, counted in <typeparamref name="T"/>.</param>
    /// <param name="length">Number of elements.</param>
    public ArrayView<T> AsArrayView<T>(long offset, long length)
        where T : unmanaged => new(this, offset, length);

    /// <summary>The memory as bytes.</summary>
    public ArrayView<byte> AsRawArrayView() => new(this, 0, LengthInBytes);

    /// <summary>Copies from the host and waits.</summary>
    internal unsafe void Write<T>(AcceleratorStream stream, long offset, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        long bytes = (long)source.Length * Unsafe.SizeOf<T>();
        CheckRange(offset, bytes);
        if (bytes == 0)
            return;
        fixed (T* pointer = source)
            Storage.Write(stream, offset, (nint)pointer, bytes);
    }

    /// <summary>Copies to the host and waits.</summary>
    internal unsafe void Read<T>(AcceleratorStream stream, long offset, Span<T> target)
        where T : unmanaged
    {
        long bytes = (long)target.Length * Unsafe.SizeOf<T>();
        CheckRange(offset, bytes);
        if (bytes == 0)
            return;
        fixed (T* pointer = target)
            Storage.Read(stream, offset, (nint)pointer, bytes);
    }

    /// <summary>Copies within the accelerator.</summary>
    internal void CopyTo(AcceleratorStream stream, long offset, MemoryBuffer target, long targetOffset, long bytes)
    {
        CheckRange(offset, bytes);
        target.CheckRange(targetOffset, bytes);
        if (bytes == 0)
            return;
        if (target.Accelerator == Accelerator)
        {
            Storage.Copy(stream, offset, target.Storage, targetOffset, bytes);
            return;
        }

        var staging = new byte[bytes];
        Read(stream, offset, staging.AsSpan());
        target.Write(target.Accelerator.DefaultStream, targetOffset, staging.AsSpan());
    }

    private protected override void Release()
    {
        Accelerator.CountBytes(-LengthInBytes);
        Storage.Free();
    }

    private void CheckRange(long offset, long bytes)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (offset < 0 || bytes < 0 || offset + bytes > LengthInBytes)
            throw new ArgumentOutOfRangeException(
                nameof(offset), $"Bytes {offset} to {offset + bytes} do not lie within the buffer's {LengthInBytes} bytes.");
    }
}
