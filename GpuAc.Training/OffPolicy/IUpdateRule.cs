using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Training.OffPolicy;

/// <summary>Which update an algorithm makes, for any lane width.</summary>
internal interface IUpdateRule
{
    /// <summary>Rows that the actor's pass keeps a tile.</summary>
    static abstract int ActorRows(int observations, int actionSize);

    /// <summary>One worker's working memory.</summary>
    static abstract IUpdateTile CreateTile<F>(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, MinibatchTiles<F> actorTiles,
        ActorTiles<F> actors, int actionSize)
        where F : struct, IFloatLane<F>;
}

/// <summary>DDPG's, TD3's and SAC's update, of a continuous policy.</summary>
internal readonly struct ContinuousUpdate<TPolicy> : IUpdateRule
    where TPolicy : struct, IContinuousPolicy
{
    /// <inheritdoc/>
    public static int ActorRows(int observations, int actionSize) =>
        ContinuousUpdateTile<TPolicy, Lane1>.ActorRows(observations, actionSize);

    /// <inheritdoc/>
    public static IUpdateTile CreateTile<F>(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, MinibatchTiles<F> actorTiles,
        ActorTiles<F> actors, int actionSize)
        where F : struct, IFloatLane<F> => new ContinuousUpdateTile<TPolicy, F>(plan, networks, replay, tiles, actors, actionSize);
}

/// <summary>Discrete SAC's update.</summary>
internal readonly struct DiscreteUpdate : IUpdateRule
{
    /// <inheritdoc/>
    public static int ActorRows(int observations, int actionSize) => DiscreteUpdateTile<Lane1>.ActorRows(observations, actionSize);

    /// <inheritdoc/>
    public static IUpdateTile CreateTile<F>(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, MinibatchTiles<F> actorTiles,
        ActorTiles<F> actors, int actionSize)
        where F : struct, IFloatLane<F> => new DiscreteUpdateTile<F>(plan, networks, replay, tiles, actors, actionSize);
}

/// <summary>Q actor-critic's update.</summary>
internal readonly struct QActorCriticUpdate : IUpdateRule
{
    /// <inheritdoc/>
    public static int ActorRows(int observations, int actionSize) => 0;

    /// <inheritdoc/>
    public static IUpdateTile CreateTile<F>(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, MinibatchTiles<F> actorTiles,
        ActorTiles<F> actors, int actionSize)
        where F : struct, IFloatLane<F> => new QActorCriticTile<F>(plan, networks, replay, tiles, actorTiles, actionSize);
}
