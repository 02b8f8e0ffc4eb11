using ILGPU;
using ILGPU.Runtime;

namespace GpuAc.Kernels.Accelerators;

/// <summary>How large a tile is on a device, and where it lies.</summary>
/// <param name="Samples">Samples of a tile, and threads of a group.</param>
/// <param name="IsShared">True in shared memory, false in device memory.</param>
internal readonly record struct TileFit(int Samples, bool IsShared)
{
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
        Accelerator accelerator = device.Accelerator;
        foreach (int samples in (int[])[32, 16])
        {
            if (samples <= accelerator.MaxNumThreadsPerGroup && bytes(samples) <= device.SharedBytes)
                return new TileFit(samples, true);
        }

        return new TileFit(Math.Min(64, accelerator.MaxNumThreadsPerGroup / 16 * 16), false);
    }

    /// <summary>How groups that work on such tiles are launched.</summary>
    /// <param name="groups">How many.</param>
    /// <param name="tile">Their tile.</param>
    public KernelConfig Config(int groups, TileShape tile) => IsShared
        ? new KernelConfig(groups, Samples, SharedMemoryConfig.RequestDynamic<Float4>(tile.Rows * tile.RowQuads))
        : new KernelConfig(groups, Samples);

    /// <summary>Shared memory of a group, in bytes; 0 where its tile lies in device memory.</summary>
    public int SharedBytes(TileShape tile) => IsShared ? 16 * tile.Rows * tile.RowQuads : 0;

    /// <summary>
    /// Fours of device memory that the groups' tiles take; 1 where they lie in shared memory, since a view must show something.
    /// </summary>
    /// <param name="groups">How many groups.</param>
    /// <param name="tile">Their tile.</param>
    public long ScratchQuads(int groups, TileShape tile) => IsShared ? 1 : (long)groups * tile.Rows * tile.RowQuads;
}
