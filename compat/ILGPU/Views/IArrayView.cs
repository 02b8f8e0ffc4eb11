using ILGPU.Runtime;

namespace ILGPU;

/// <summary>A view over memory.</summary>
public interface IArrayView
{
    /// <summary>The buffer that is viewed.</summary>
    MemoryBuffer Buffer { get; }

    /// <summary>True when the view shows memory.</summary>
    bool IsValid { get; }

    /// <summary>Number of elements.</summary>
    long Length { get; }

    /// <summary>Bytes of one element.</summary>
    int ElementSize { get; }

    /// <summary>Bytes in all.</summary>
    long LengthInBytes { get; }
}

/// <summary>A view over consecutive elements.</summary>
public interface IContiguousArrayView : IArrayView
{
    /// <summary>The same memory as bytes.</summary>
    ArrayView<byte> AsBytes();
}

/// <summary>A view over consecutive elements of one type.</summary>
/// <typeparam name="T">Element type.</typeparam>
public interface IContiguousArrayView<T> : IContiguousArrayView
    where T : unmanaged
{
    /// <summary>The same memory as a plain view.</summary>
    ArrayView<T> BaseView { get; }
}
