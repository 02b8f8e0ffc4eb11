using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

/// <summary>A buffer together with the view of all of it.</summary>
/// <typeparam name="TView">The kind of view.</typeparam>
public class MemoryBuffer<TView> : MemoryBuffer
    where TView : struct, IArrayView
{
    internal MemoryBuffer(Accelerator accelerator, BufferStorage storage, long length, int elementSize)
        : base(accelerator, storage, length, elementSize)
    {
    }

    /// <summary>The view of all elements.</summary>
    public TView View { get; private protected set; }

    /// <summary>True until the buffer is disposed.</summary>
    public bool IsValid => !IsDisposed;

    /// <summary>The view of all elements.</summary>
    public TView ToArrayView() => View;
}

/// <summary>A one-dimensional buffer.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <typeparam name="TStride">Distance between neighbours.</typeparam>
public class MemoryBuffer1D<T, TStride> : MemoryBuffer<ArrayView1D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    internal MemoryBuffer1D(Accelerator accelerator, BufferStorage storage, long length)
        : base(accelerator, storage, length, Unsafe.SizeOf<T>()) =>
        View = new(new ArrayView<T>(this, 0, length), new LongIndex1D(length), default);

    /// <summary>Number of elements as an index.</summary>
    public LongIndex1D Extent => View.Extent;

    /// <summary>Number of elements as an index of 32 bits.</summary>
    public Index1D IntExtent => View.IntExtent;

    /// <summary>The memory as a plain view.</summary>
    public ArrayView<T> AsContiguous() => View.BaseView;
}
