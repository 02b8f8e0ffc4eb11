namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>The numbers of one update.</summary>
/// <param name="Update">Number of the update, from 1; keys its draws.</param>
/// <param name="Temperature">α.</param>
internal readonly record struct UpdateNumbers(ulong Update, float Temperature);

/// <summary>What one worker does with a tile of an off-policy update. Tiles are taken by any worker, in any order.</summary>
internal interface IUpdateTile : IDisposable
{
    /// <summary>Draws the tile's samples and adds its part of the critics' gradient.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="numbers">The update.</param>
    /// <param name="gradients">Partial gradient of the critics, from <see cref="OffPolicyNetworks.CriticStart"/> on; accumulated.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    unsafe void AddCriticGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics);

    /// <summary>
    /// Lets the current policy act on the tile's observations, for <see cref="AddActorGradient"/>. Does not depend on the critics.
    /// </summary>
    void ForwardActor(int tile, in UpdateNumbers numbers);

    /// <summary>Adds the tile's part of the actor's gradient, by the critics as they are now.</summary>
    /// <param name="tile">Index of the tile, which <see cref="ForwardActor"/> has seen on any worker.</param>
    /// <param name="numbers">The update.</param>
    /// <param name="gradients">Partial gradient of the actor; accumulated.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    unsafe void AddActorGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics);
}
