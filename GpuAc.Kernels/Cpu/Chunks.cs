namespace GpuAc.Kernels.Cpu;

/// <summary>
/// How the tiles of a minibatch are cut into chunks, each of which sums a partial gradient. Their number depends on the minibatch
/// alone, and the partial gradients are summed in order, so that results do not depend on the number of workers.
/// </summary>
/// <param name="tiles">Tiles of the minibatch.</param>
internal readonly struct Chunks(int tiles)
{
    /// <summary>Most chunks of a minibatch.</summary>
    public const int Max = 32;

    /// <summary>Chunks: one tile each up to 8; from there on 4, so that summing partial gradients stays a small share of making
    /// them.</summary>
    public int Count => Math.Min(Max, Math.Max(Math.Min(8, tiles), tiles / 4));

    /// <summary>First tile of a chunk; of one past the last, the number of tiles.</summary>
    public int FirstTile(int chunk) => (int)((long)chunk * tiles / Count);
}
