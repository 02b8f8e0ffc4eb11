using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Where the tile of a group of threads lies; see <see cref="TilePlace"/>.</summary>
internal interface ITileMemory
{
    /// <summary>The group's tile.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="scratch">Device memory for a tile of every group; not looked at where the tile lies elsewhere.</param>
    static abstract ArrayView<Float4> Tile(TileShape shape, ArrayView<Float4> scratch);
}

/// <summary>Shared memory that the kernel declares.</summary>
/// <remarks>
/// Its size is part of the code. On OpenCL that is the only shared memory to be had: ILGPU 1.5.3 writes dynamic shared memory of a
/// struct in a way that does not compile, and lets groups that run at the same time overwrite each other's.
/// </remarks>
internal readonly struct DeclaredTile : ITileMemory
{
    /// <inheritdoc/>
    public static ArrayView<Float4> Tile(TileShape shape, ArrayView<Float4> scratch) => SharedMemory.Allocate<Float4>(shape.TotalQuads);
}

/// <summary>Shared memory that is asked for at the launch: on CUDA, more than a kernel may declare.</summary>
internal readonly struct RequestedTile : ITileMemory
{
    /// <inheritdoc/>
    public static ArrayView<Float4> Tile(TileShape shape, ArrayView<Float4> scratch) => SharedMemory.GetDynamic<Float4>();
}

/// <summary>Device memory, for networks whose tiles no shared memory holds.</summary>
internal readonly struct DeviceTile : ITileMemory
{
    /// <inheritdoc/>
    public static ArrayView<Float4> Tile(TileShape shape, ArrayView<Float4> scratch) =>
        scratch.SubView((long)Grid.IdxX * shape.TotalQuads, shape.TotalQuads);
}
