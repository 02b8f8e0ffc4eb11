using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

/// <summary>A one-dimensional view with a stride.</summary>
/// <typeparam name="T">Element type, without references.</typeparam>
/// <typeparam name="TStride">Distance between neighbours.</typeparam>
public readonly struct ArrayView1D<T, TStride> : IContiguousArrayView<T>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    /// <summary>Bytes of one element.</summary>
    public static readonly int ElementSize = Unsafe.SizeOf<T>();

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly ArrayView<T> view;
    private readonly LongIndex1D extent;
    private readonly TStride stride;

    /// <summary>Views memory with a stride.</summary>
    /// <param name="baseView">The memory.</param>
    /// <param name="extent">Number of elements.</param>
    /// <param name="stride">Distance between neighbours.</param>
    [MethodImpl(Inline)]
    public ArrayView1D(ArrayView<T> baseView, LongIndex1D extent, TStride stride)
    {
        view = baseView;
        this.extent = extent;
        this.stride = stride;
    }

    /// <summary>The memory itself.</summary>
    public ArrayView<T> BaseView
    {
        [MethodImpl(Inline)]
        get => view;
    }

    /// <inheritdoc/>
    public MemoryBuffer Buffer => view.Buffer;

    /// <summary>Number of elements as an index.</summary>
    public LongIndex1D Extent
    {
        [MethodImpl(Inline)]
        get => extent;
    }

    /// <summary>Number of elements as an index of 32 bits.</summary>
    public Index1D IntExtent
    {
        [MethodImpl(Inline)]
        get => new((int)extent.X);
    }

    /// <summary>Distance between neighbours.</summary>
    public TStride Stride
    {
        [MethodImpl(Inline)]
        get => stride;
    }

    /// <inheritdoc/>
    public bool IsValid => view.IsValid;

    /// <inheritdoc/>
    public long Length
    {
        [MethodImpl(Inline)]
        get => extent.X;
    }

    /// <summary>Number of elements in 32 bits.</summary>
    public int IntLength
    {
        [MethodImpl(Inline)]
        get => (int)extent.X;
    }

    /// <inheritdoc/>
    public long LengthInBytes => extent.X * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    int IArrayView.ElementSize => Unsafe.SizeOf<T>();

    /// <summary>The element at an index.</summary>
    public ref T this[Index1D index]
    {
        [MethodImpl(Inline)]
        get => ref view[(long)index.X * stride.XStride];
    }

    /// <summary>The element at an index.</summary>
    public ref T this[LongIndex1D index]
    {
        [MethodImpl(Inline)]
        get => ref view[index.X * stride.XStride];
    }

    /// <summary>A part of this view.</summary>
    [MethodImpl(Inline)]
    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent) => SubView(new LongIndex1D(index.X), new LongIndex1D(extent.X));

    /// <summary>A part of this view.</summary>
    [MethodImpl(Inline)]
    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent)
    {
        long span = extent.X == 0 ? 0 : ((extent.X - 1) * stride.XStride) + 1;
        return new(view.SubView(index.X * stride.XStride, span), extent, stride);
    }

    /// <summary>The same memory, without stride.</summary>
    [MethodImpl(Inline)]
    public ArrayView<T> AsContiguous() => view;

    /// <summary>The same memory with a stride known at run time.</summary>
    [MethodImpl(Inline)]
    public ArrayView1D<T, Stride1D.General> AsGeneral() => new(view, extent, new Stride1D.General(new Index1D(stride.XStride)));

    /// <inheritdoc/>
    public ArrayView<byte> AsBytes() => view.Cast<byte>();
}
