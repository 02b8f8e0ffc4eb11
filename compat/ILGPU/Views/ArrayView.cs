using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// A view over consecutive elements in the memory of an accelerator. Kernels index it; the host passes it around and copies it.
/// </summary>
/// <typeparam name="T">Element type, without references.</typeparam>
/// <remarks>
/// On the CPU accelerator an index outside the view throws; devices check it in the checked mode of <c>Context.Builder.Assertions</c>.
/// </remarks>
public readonly struct ArrayView<T> : IContiguousArrayView<T>
    where T : unmanaged
{
    /// <summary>Bytes of one element.</summary>
    public static readonly int ElementSize = Unsafe.SizeOf<T>();

    /// <summary>A view of nothing.</summary>
    public static readonly ArrayView<T> Empty;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    internal readonly ViewData Data;

    /// <summary>Views a part of a buffer.</summary>
    /// <param name="source">The buffer.</param>
    /// <param name="index">First element, counted in <typeparamref name="T"/>.</param>
    /// <param name="length">Number of elements.</param>
    public ArrayView(MemoryBuffer source, long index, long length)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var size = Unsafe.SizeOf<T>();
        if ((index + length) * size > source.LengthInBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                $"Elements {index} to {index + length} of {size} bytes do not lie within the buffer's {source.LengthInBytes} bytes.");
        }

        Data = new(source, source.ViewPointer + (nint)(index * size), length, source.IsHostMemory ? length : 0);
    }

    [MethodImpl(Inline)]
    internal ArrayView(ViewData data) => Data = data;

    /// <inheritdoc/>
    public MemoryBuffer Buffer =>
        Data.Buffer ?? throw new InvalidOperationException("This view has no buffer: it shows shared or local memory, or nothing.");

    /// <inheritdoc/>
    public bool IsValid => Data.Buffer is not null || Data.Pointer != 0;

    /// <inheritdoc/>
    public long Length
    {
        [MethodImpl(Inline)]
        get => Data.Length;
    }

    /// <summary>Number of elements in 32 bits.</summary>
    public int IntLength
    {
        [MethodImpl(Inline)]
        get => (int)Data.Length;
    }

    /// <summary>Number of elements as an index.</summary>
    public LongIndex1D Extent => new(Data.Length);

    /// <summary>Number of elements as an index of 32 bits.</summary>
    public Index1D IntExtent => new((int)Data.Length);

    /// <inheritdoc/>
    public long LengthInBytes => Data.Length * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    int IArrayView.ElementSize => Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    ArrayView<T> IContiguousArrayView<T>.BaseView => this;

    /// <summary>The element at an index.</summary>
    public ref T this[int index]
    {
        [MethodImpl(Inline)]
        get => ref this[(long)index];
    }

    /// <summary>The element at an index.</summary>
    public ref T this[Index1D index]
    {
        [MethodImpl(Inline)]
        get => ref this[(long)index.X];
    }

    /// <summary>The element at an index.</summary>
    public ref T this[LongIndex1D index]
    {
        [MethodImpl(Inline)]
        get => ref this[index.X];
    }

    /// <summary>The element at an index.</summary>
    public unsafe ref T this[long index]
    {
        [MethodImpl(Inline)]
        get
        {
            if ((ulong)index >= (ulong)Data.HostLength)
                ViewFaults.ThrowIndex(Data, index);
            return ref Unsafe.Add(ref Unsafe.AsRef<T>((void*)Data.Pointer), (nint)index);
        }
    }

    /// <summary>Views of the same memory convert both ways.</summary>
    [MethodImpl(Inline)]
    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) => new(view, view.Extent, default);

    /// <summary>Views of the same memory convert both ways.</summary>
    [MethodImpl(Inline)]
    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    /// <summary>The elements from <paramref name="index"/> on.</summary>
    [MethodImpl(Inline)]
    public ArrayView<T> SubView(long index) => SubView(index, Data.Length - index);

    /// <summary>The elements from <paramref name="index"/> on.</summary>
    [MethodImpl(Inline)]
    public ArrayView<T> SubView(int index) => SubView(index, Data.Length - index);

    /// <summary>A part of this view.</summary>
    [MethodImpl(Inline)]
    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    /// <summary>A part of this view.</summary>
    [MethodImpl(Inline)]
    public ArrayView<T> SubView(long index, long subViewLength)
    {
        if ((ulong)index > (ulong)Data.Length || (ulong)subViewLength > (ulong)(Data.Length - index))
            ViewFaults.ThrowSubView(Data, index, subViewLength);
        return new(
            new ViewData(
                Data.Buffer, Data.Pointer + (nint)(index * Unsafe.SizeOf<T>()), subViewLength, Data.HostLength == 0 ? 0 : subViewLength));
    }

    /// <summary>The same memory as elements of another type; what does not fill a whole element is left out.</summary>
    [MethodImpl(Inline)]
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        var length = Data.Length * Unsafe.SizeOf<T>() / Unsafe.SizeOf<TOther>();
        return new(new ViewData(Data.Buffer, Data.Pointer, length, Data.HostLength == 0 ? 0 : length));
    }

    /// <inheritdoc/>
    public ArrayView<byte> AsBytes() => Cast<byte>();
}
