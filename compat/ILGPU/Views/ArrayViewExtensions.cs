namespace ILGPU.Runtime;

/// <summary>Copies, fills and conversions of views; each copy between host and device waits until it is done.</summary>
public static class ArrayViewExtensions
{
    /// <summary>The accelerator whose memory is viewed.</summary>
    public static Accelerator GetAccelerator<TView>(this TView view)
        where TView : IArrayView => view.Buffer.Accelerator;

    /// <summary>The view as a one-dimensional one.</summary>
    public static ArrayView1D<T, Stride1D.Dense> AsDense<T>(this ArrayView<T> view)
        where T : unmanaged => view;

    /// <summary>The same memory as elements of another type.</summary>
    public static ArrayView1D<TOther, Stride1D.Dense> Cast<T, TOther>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged
        where TOther : unmanaged => view.BaseView.Cast<TOther>();

    /// <summary>Takes memory and fills it with an array.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.Allocate1D(accelerator.DefaultStream, data);
    }

    /// <summary>Takes memory and fills it with an array.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(data);
        var buffer = accelerator.Allocate1D<T>(data.Length);
        buffer.Write<T>(stream, 0, data);
        return buffer;
    }

    /// <summary>Sets every byte to zero.</summary>
    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView => view.MemSet(view.Buffer.Accelerator.DefaultStream, 0);

    /// <summary>Sets every byte to zero.</summary>
    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView => view.MemSet(stream, 0);

    /// <summary>Sets every byte.</summary>
    public static void MemSet<TView>(this TView view, byte value)
        where TView : IContiguousArrayView => view.MemSet(view.Buffer.Accelerator.DefaultStream, value);

    /// <summary>Sets every byte.</summary>
    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView
    {
        var bytes = view.AsBytes().Data;
        if (bytes.Length > 0)
            Buffer(bytes).MemSet(stream, value, Offset(bytes), bytes.Length);
    }

    /// <summary>Copies to a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyTo<T>(this ArrayView<T> source, ArrayView<T> target)
        where T : unmanaged => Copy(source.Buffer.Accelerator.DefaultStream, source, target);

    /// <summary>Copies to a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyTo<T>(this ArrayView<T> source, AcceleratorStream stream, ArrayView<T> target)
        where T : unmanaged => Copy(stream, source, target);

    /// <summary>Copies to a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => Copy(source.Buffer.Accelerator.DefaultStream, source.BaseView, target.BaseView);

    /// <summary>Copies to a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyTo<T>(
        this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => Copy(stream, source.BaseView, target.BaseView);

    /// <summary>Copies from a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => Copy(source.Buffer.Accelerator.DefaultStream, source.BaseView, target.BaseView);

    /// <summary>Copies from a view of the same length; on one accelerator it does not wait.</summary>
    public static void CopyFrom<T>(
        this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => Copy(stream, source.BaseView, target.BaseView);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => Read(view, view.Buffer.Accelerator.DefaultStream, data);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => Read(view, stream, data);

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => Write(view, view.Buffer.Accelerator.DefaultStream, data);

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => Write(view, stream, data);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => Read(view.BaseView, view.Buffer.Accelerator.DefaultStream, data);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged => Read(source.BaseView, stream, span);

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => Write(view.BaseView, view.Buffer.Accelerator.DefaultStream, data);

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged => Write(target.BaseView, stream, span);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(data);

    /// <summary>Copies to the host and waits.</summary>
    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyToCPU(stream, data.AsSpan());

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(data);

    /// <summary>Copies from the host and waits.</summary>
    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => buffer.View.CopyFromCPU(stream, data.AsSpan());

    /// <summary>Copies to a new array and waits.</summary>
    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged
    {
        var array = new T[view.Length];
        view.CopyToCPU(array);
        return array;
    }

    /// <summary>Copies to a new array and waits.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => view.GetAsArray1D(view.Buffer.Accelerator.DefaultStream);

    /// <summary>Copies to a new array and waits.</summary>
    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged
    {
        var array = new T[view.Length];
        view.CopyToCPU(stream, array.AsSpan());
        return array;
    }

    /// <summary>Copies to a new array and waits.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer)
        where T : unmanaged => buffer.View.GetAsArray1D();

    /// <summary>Copies to a new array and waits.</summary>
    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream)
        where T : unmanaged => buffer.View.GetAsArray1D(stream);

    private static void Copy<T>(AcceleratorStream stream, ArrayView<T> source, ArrayView<T> target)
        where T : unmanaged
    {
        if (target.Length < source.Length)
            throw new ArgumentOutOfRangeException(
                nameof(target), $"The target holds {target.Length} elements, but the source {source.Length}.");
        var (from, to) = (source.Data, target.Data);
        Buffer(from).CopyTo(stream, Offset(from), Buffer(to), Offset(to), source.LengthInBytes);
    }

    private static void Read<T>(ArrayView<T> view, AcceleratorStream stream, Span<T> span)
        where T : unmanaged
    {
        if (span.Length > view.Length)
            throw new ArgumentOutOfRangeException(
                nameof(span), $"{span.Length} elements were asked for, but the view holds {view.Length}.");
        if (!span.IsEmpty)
            Buffer(view.Data).Read(stream, Offset(view.Data), span);
    }

    private static void Write<T>(ArrayView<T> view, AcceleratorStream stream, ReadOnlySpan<T> span)
        where T : unmanaged
    {
        if (span.Length > view.Length)
            throw new ArgumentOutOfRangeException(nameof(span), $"{span.Length} elements were given, but the view holds {view.Length}.");
        if (!span.IsEmpty)
            Buffer(view.Data).Write(stream, Offset(view.Data), span);
    }

    private static MemoryBuffer Buffer(ViewData view) =>
        view.Buffer ?? throw new InvalidOperationException("This view has no buffer: it shows shared or local memory, or nothing.");

    private static long Offset(ViewData view) => view.Pointer - Buffer(view).ViewPointer;
}
