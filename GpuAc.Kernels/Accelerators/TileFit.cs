using ILGPU;

namespace GpuAc.Kernels.Accelerators;

/// <summary>Where tiles lie.</summary>
internal enum TilePlace
{
    /// <summary>In shared memory that kernels declare.</summary>
    Declared,

    /// <summary>In shared memory that is asked for at the launch.</summary>
    Requested,

    /// <summary>In device memory.</summary>
    Device,
}

/// <summary>How large a tile is on a device, and where it lies.</summary>
/// <param name="Samples">Samples of a tile, and threads of a group.</param>
/// <param name="Place">Where.</param>
internal readonly record struct TileFit(int Samples, TilePlace Place)
{
    /// <summary>True for tiles in shared memory.</summary>
    public bool IsShared => Place != TilePlace.Device;

    /// <summary>What a device's shared memory holds; otherwise device memory, which any tile fits.</summary>
    /// <param name="device">Device.</param>
    /// <param name="plan">Rows of the tile.</param>
    /// <remarks>
    /// Groups are one warp: several fit a multiprocessor, one of them computes while another waits, and barriers cost nothing.
    /// </remarks>
    public static TileFit Choose(AcceleratorDevice device, TilePlan plan) => Choose(device, plan.Bytes);

    /// <summary>What a device's shared memory holds; otherwise device memory, which any tile fits.</summary>
    /// <param name="device">Device.</param>
    /// <param name="bytes">Bytes of a tile of some samples.</param>
    public static TileFit Choose(AcceleratorDevice device, Func<int, long> bytes)
    {
        int most = device.Accelerator.MaxNumThreadsPerGroup;
        foreach (int samples in (int[])[32, 16])
        {
            if (samples <= most && bytes(samples) <= device.SharedBytes)
                return new TileFit(samples, bytes(samples) <= device.DeclaredSharedBytes ? TilePlace.Declared : TilePlace.Requested);
        }

        return new TileFit(Math.Min(64, most / 16 * 16), TilePlace.Device);
    }

    /// <summary>The form of a kernel whose tile lies there.</summary>
    /// <param name="declared">The kernel over <see cref="DeclaredTile"/>.</param>
    /// <param name="requested">The kernel over <see cref="RequestedTile"/>.</param>
    /// <param name="device">The kernel over <see cref="DeviceTile"/>.</param>
    public TKernel Select<TKernel>(TKernel declared, TKernel requested, TKernel device)
        where TKernel : Delegate => Place switch
    {
        TilePlace.Declared => declared,
        TilePlace.Requested => requested,
        TilePlace.Device => device,
        _ => throw KnownValues.Unknown(Place),
    };

    /// <summary>How groups that work on such tiles are launched.</summary>
    /// <param name="groups">How many.</param>
    /// <param name="tile">Their tile.</param>
    public KernelConfig Config(int groups, TileShape tile) => Place == TilePlace.Requested
        ? new KernelConfig(groups, Samples, SharedMemoryConfig.RequestDynamic<Float4>(tile.TotalQuads))
        : new KernelConfig(groups, Samples);

    /// <summary>Shared memory of a group, in bytes; 0 where its tile lies in device memory.</summary>
    public int SharedBytes(TileShape tile) => IsShared ? 16 * tile.TotalQuads : 0;

    /// <summary>Shared memory that a launch asks for, in bytes; what a kernel declares is not asked for.</summary>
    public int RequestedBytes(TileShape tile) => Place == TilePlace.Requested ? 16 * tile.TotalQuads : 0;

    /// <summary>
    /// Fours of device memory that the groups' tiles take; 1 where they lie in shared memory, since a view must show something.
    /// </summary>
    /// <param name="groups">How many groups.</param>
    /// <param name="tile">Their tile.</param>
    public long ScratchQuads(int groups, TileShape tile) => IsShared ? 1 : (long)groups * tile.TotalQuads;
}
