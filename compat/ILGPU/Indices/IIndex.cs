namespace ILGPU;

/// <summary>An index that a kernel launch can be addressed by.</summary>
public interface IIndex
{
    /// <summary>Number of dimensions.</summary>
    IndexType IndexType { get; }

    /// <summary>Number of elements of the space that this index spans as an extent.</summary>
    long LongSize { get; }
}

/// <summary>Dimensions of an index.</summary>
public enum IndexType
{
    /// <summary>Not an index.</summary>
    None = 0,

    /// <summary>One dimension.</summary>
    Index1D = 1,

    /// <summary>Two dimensions.</summary>
    Index2D = 2,

    /// <summary>Three dimensions.</summary>
    Index3D = 3,

    /// <summary>A grid of groups, as in <see cref="KernelConfig"/>.</summary>
    KernelConfig = 4,
}
