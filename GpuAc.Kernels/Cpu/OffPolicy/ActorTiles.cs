using GpuAc.Kernels.Layouts;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// What the actor's forward pass leaves of every tile of a minibatch, for the backward pass of whichever worker takes it.
/// </summary>
internal sealed unsafe class ActorTiles<F> : IDisposable
    where F : struct, IFloatLane<F>
{
    private readonly AlignedBuffer memory;
    private readonly MlpTile<F>[] networks;
    private readonly int rows;

    /// <summary>Allocates.</summary>
    /// <param name="actor">Layers of the actor.</param>
    /// <param name="tiles">Tiles of a minibatch.</param>
    /// <param name="rows">Further rows to keep per tile.</param>
    public ActorTiles(IReadOnlyList<PaddedLayer> actor, int tiles, int rows)
    {
        this.rows = rows;
        memory = new AlignedBuffer((long)tiles * rows * Tile.Lanes);
        networks = new MlpTile<F>[tiles];
        for (int i = 0; i < tiles; i++)
            networks[i] = new MlpTile<F>(actor);
    }

    /// <summary>A tile's rows.</summary>
    public float* Rows(int tile) => memory.Pointer + ((long)tile * rows * Tile.Lanes);

    /// <summary>A tile's network.</summary>
    public MlpTile<F> Network(int tile) => networks[tile];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MlpTile<F> network in networks)
            network.Dispose();
        memory.Dispose();
    }
}
