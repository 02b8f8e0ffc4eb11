using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuAc.Lanes.Memory;

/// <summary>
/// A block of float32 values outside the managed heap, aligned to 64 bytes and zeroed when made; whoever allocates disposes.
/// </summary>
public sealed unsafe class AlignedBuffer : IDisposable
{
    private static long liveBytes;
    private readonly nuint bytes;
    private float* pointer;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="length">Number of values, at least 0.</param>
    /// <exception cref="GpuAcException">The system does not give that much memory.</exception>
    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        bytes = (nuint)Math.Max(length, 16) * sizeof(float);
        try
        {
            pointer = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        }
        catch (OutOfMemoryException cause)
        {
            throw new GpuAcException(
                $"{bytes >> 20} MiB of memory were asked for and not available; use fewer environments or shorter rollouts.", cause);
        }

        NativeMemory.Clear(pointer, bytes);
        Interlocked.Add(ref liveBytes, (long)bytes);
    }

    /// <summary>Frees memory that nobody disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>Bytes allocated and not yet freed in this process; tests assert that it returns to what it was.</summary>
    public static long LiveBytes => Interlocked.Read(ref liveBytes);

    /// <summary>Number of values.</summary>
    public long Length { get; }

    /// <summary>The first value; null after disposal, which this does not check: schedules read it for every register.</summary>
    public float* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pointer;
    }

    /// <summary>The values as a span.</summary>
    /// <exception cref="ObjectDisposedException">The memory has been freed.</exception>
    public Span<float> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(pointer == null, this);
            return new Span<float>(pointer, checked((int)Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (pointer == null)
            return;
        NativeMemory.AlignedFree(pointer);
        pointer = null;
        Interlocked.Add(ref liveBytes, -(long)bytes);
    }
}
