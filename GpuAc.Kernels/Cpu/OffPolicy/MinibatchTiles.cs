using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// How a minibatch is cut into tiles of at most 64 samples: whole registers, shared out evenly, two tiles at least where it fills two
/// registers.
/// </summary>
/// <remarks>A minibatch of 100 is 7 registers of 16, so tiles of 64 and 48 samples, where whole tiles would make 128 of it.</remarks>
internal sealed class MinibatchTiles<F>
    where F : struct, IFloatLane<F>
{
    private readonly int registers;

    /// <summary>Cuts a minibatch.</summary>
    public MinibatchTiles(int size)
    {
        Size = size;
        registers = (size + F.Width - 1) / F.Width;
        int perTile = Tile.Lanes / F.Width;
        Count = Math.Max((registers + perTile - 1) / perTile, Math.Min(2, registers));
    }

    /// <summary>Samples of the minibatch.</summary>
    public int Size { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>First sample of a tile.</summary>
    public int First(int tile) => Start(tile) * F.Width;

    /// <summary>Registers of a tile.</summary>
    public int Registers(int tile) => Start(tile + 1) - Start(tile);

    /// <summary>Samples in use in a tile.</summary>
    public int Active(int tile) => Math.Min(Size - First(tile), Registers(tile) * F.Width);

    // The larger tiles come first, so that the last to be taken is small.
    private int Start(int tile) => (int)((((long)tile * registers) + Count - 1) / Count);
}
