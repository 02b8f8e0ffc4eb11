using GpuAc.Kernels.Statistics;
using GpuAc.Kernels.Updates;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// Runs an off-policy update over a tile, pass by pass. One instance per worker; tiles are taken by any worker, in any order.
/// </summary>
/// <remarks>
/// Rows of <see cref="ActorTiles{F}"/>, which wait from <see cref="Act"/> to <see cref="AddActorGradient"/>: observation and action side by
/// side, as critics take them, then the noise and ln π.
/// </remarks>
internal sealed unsafe class UpdateTile<TUpdate, F> : IUpdateProgram, IDisposable
    where TUpdate : unmanaged, IOffPolicyUpdate
    where F : struct, IFloatLane<F>
{
    private readonly TUpdate update;
    private readonly OffPolicyNetworks networks;
    private readonly MinibatchTiles<F> tiles;
    private readonly MinibatchTiles<F> actorTiles;
    private readonly TransitionRows<F> samples;
    private readonly ActorTiles<F> actors;
    private readonly MlpTile<F> body;
    private readonly MlpTile<F> nextActor;
    private readonly QTile<F>[] critics;
    private readonly MlpScratch scratch;
    private readonly AlignedBuffer memory;
    private readonly int observations;
    private readonly float* featureGradient;
    private readonly float* inputGradient;
    private readonly float* logProbs;

    // The pass under way.
    private RegisterRows<F> rows;
    private UpdateContext context;
    private int tile;
    private int registers;
    private MlpTile<F> actor;
    private float* gradients;
    private float* input;
    private float* features;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="update">The update.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="tiles">How the critics' minibatch is cut.</param>
    /// <param name="actorTiles">How the actor's is.</param>
    /// <param name="actors">Shared by all workers, with <see cref="ActorRows"/> rows per tile.</param>
    /// <param name="actionSize">Choices or dimensions of the action.</param>
    public UpdateTile(
        TUpdate update, ulong seed, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles,
        MinibatchTiles<F> actorTiles, ActorTiles<F> actors, int actionSize)
    {
        this.update = update;
        this.networks = networks;
        this.tiles = tiles;
        this.actorTiles = actorTiles;
        this.actors = actors;
        OffPolicySpec spec = networks.Spec;
        observations = spec.Observations;
        samples = new TransitionRows<F>(seed, replay, tiles);
        body = new MlpTile<F>(networks.Body);
        actor = nextActor = new MlpTile<F>(networks.Actor);
        scratch = new MlpScratch(networks.Layout);
        critics = new QTile<F>[spec.NumCritics];
        for (int k = 0; k < critics.Length; k++)
            critics[k] = new QTile<F>(spec.Critic, networks.Critic);
        int values = spec.NumCritics * spec.Critic.Trunk.Outputs, inputs = observations + actionSize;
        int rowCount = values + spec.Actor.Outputs + spec.Actor.Inputs + (spec.NumCritics * inputs) + 1;
        memory = new AlignedBuffer((long)rowCount * Tile.Lanes);
        float* policyGradients = memory.Pointer + (values * Tile.Lanes);
        featureGradient = policyGradients + (spec.Actor.Outputs * Tile.Lanes);
        inputGradient = featureGradient + (spec.Actor.Inputs * Tile.Lanes);
        logProbs = inputGradient + (spec.NumCritics * inputs * Tile.Lanes);
        rows = new RegisterRows<F>
        {
            ActionSize = actionSize,
            Critics = spec.NumCritics,
            ValueCount = spec.Critic.Trunk.Outputs,
            InputCount = inputs,
            ValueGradients = memory.Pointer,
            PolicyGradients = policyGradients,
            ActionGradients = inputGradient + (observations * Tile.Lanes),
            Rewards = samples.Rewards,
            Discounts = samples.Discounts,
            ChosenActions = samples.Actions,
            Targets = samples.Targets,
        };
    }

    int IUpdateProgram.Critics => critics.Length;

    private float* Parameters => networks.Memory.Parameters;

    /// <summary>Rows that <see cref="ActorTiles{F}"/> must keep per tile.</summary>
    public static int ActorRows(int observations, int actionSize) => observations + (2 * actionSize) + 1;

    /// <summary>Draws the tile's samples and adds its part of the critics' gradient.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="context">The update.</param>
    /// <param name="gradients">Partial gradient of the critics, from <see cref="OffPolicyNetworks.CriticStart"/> on; accumulated.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    public void AddCriticGradient(int tile, in UpdateContext context, float* gradients, ref UpdateStatistics statistics)
    {
        Begin(tiles, tile, context, nextActor, gradients - networks.CriticStart);
        rows.LogProbs = logProbs;
        update.LearnCritics(this);
        statistics.CriticLoss += F.Sum(rows.FirstSum);
        statistics.Q += F.Sum(rows.SecondSum);
    }

    /// <summary>
    /// Lets the current policy act on the tile's observations, for <see cref="AddActorGradient"/>. Does not depend on the critics.
    /// </summary>
    public void Act(int tile, in UpdateContext context)
    {
        BeginActor(tile, context, null);
        update.Act(this);
    }

    /// <summary>Adds the tile's part of the actor's gradient, by the critics as they are now.</summary>
    /// <param name="tile">Index of the tile, which <see cref="Act"/> has seen on any worker.</param>
    /// <param name="context">The update.</param>
    /// <param name="gradients">Partial gradient of the actor; accumulated.</param>
    /// <param name="statistics">Sums; accumulated.</param>
    public void AddActorGradient(int tile, in UpdateContext context, float* gradients, ref UpdateStatistics statistics)
    {
        BeginActor(tile, context, gradients);
        update.LearnActor(this);
        statistics.ActorLoss += F.Sum(rows.FirstSum);
        statistics.LogProb += F.Sum(rows.SecondSum);
    }

    void IUpdateProgram.DrawNext()
    {
        samples.Draw(tile, context.Update);
        Give(samples.Next);
    }

    void IUpdateProgram.DrawObservation() => samples.DrawObservations(tile, context.Update, input);

    void IUpdateProgram.TakeNewest()
    {
        samples.TakeNewest(actorTiles, tile);
        Give(samples.Current);
    }

    void IUpdateProgram.ReturnToTransition() => Give(samples.Current);

    void IUpdateProgram.ForwardBody(bool isTarget) => features = body.Forward(isTarget ? networks.Targets : Parameters, input, registers);

    void IUpdateProgram.ForwardActor(bool isTarget) =>
        rows.PolicyOutputs = actor.Forward(isTarget ? networks.Targets : Parameters, features, registers);

    void IUpdateProgram.ForwardCritics(int count, bool isTarget)
    {
        for (int k = 0; k < count; k++)
            ForwardCritic(k, isTarget ? networks.Targets : Parameters);
    }

    void IUpdateProgram.Do(UpdateStep step) => Do(KnownValues.Require(step), 0);

    void IUpdateProgram.LearnCritics()
    {
        for (int k = 0; k < critics.Length; k++)
        {
            ForwardCritic(k, Parameters);
            Do(UpdateStep.CriticError, k);
            BackwardCritic(k, gradients + (k * networks.CriticStride), networks.Body.Count > 0 ? featureGradient : null);
        }
    }

    void IUpdateProgram.BackwardToAction(int count)
    {
        for (int k = 0; k < count; k++)
            BackwardCritic(k, null, inputGradient + (k * rows.InputCount * Tile.Lanes));
    }

    void IUpdateProgram.BackwardActor() => actor.Backward(
        Parameters, gradients, features, rows.PolicyGradients, networks.Body.Count > 0 ? featureGradient : null, scratch, registers);

    void IUpdateProgram.BackwardBody() => body.Backward(Parameters, gradients, input, featureGradient, null, scratch, registers);

    /// <inheritdoc/>
    public void Dispose()
    {
        samples.Dispose();
        body.Dispose();
        nextActor.Dispose();
        foreach (QTile<F> critic in critics)
            critic.Dispose();
        scratch.Dispose();
        memory.Dispose();
    }

    private void Begin(MinibatchTiles<F> cut, int tile, in UpdateContext context, MlpTile<F> actor, float* gradients)
    {
        this.tile = tile;
        this.context = context;
        this.actor = actor;
        this.gradients = gradients;
        registers = cut.Registers(tile);
        rows.First = cut.First(tile);
        rows.Active = cut.Active(tile);
        rows.Share = 1f / cut.Size;
        rows.FirstSum = rows.SecondSum = F.Zero;
    }

    private void BeginActor(int tile, in UpdateContext context, float* gradients)
    {
        Begin(actorTiles, tile, context, actors.Network(tile), gradients);
        Give(actors.Rows(tile));
        rows.PolicyOutputs = actor.Outputs;
        rows.Noise = rows.Actions + (rows.ActionSize * Tile.Lanes);
        rows.LogProbs = rows.Noise + (rows.ActionSize * Tile.Lanes);
    }

    private void Give(float* observation)
    {
        input = features = observation;
        rows.Actions = observation + (observations * Tile.Lanes);
    }

    private void ForwardCritic(int k, float* parameters)
    {
        float* values = critics[k].Forward(parameters + (k * networks.CriticStride), features, registers);
        if (k == 0)
            rows.FirstValues = values;
        else
            rows.SecondValues = values;
    }

    private void BackwardCritic(int k, float* gradients, float* inputGradient)
    {
        float* valueGradient = rows.ValueGradients + (k * rows.ValueCount * Tile.Lanes);
        critics[k].Backward(
            Parameters + (k * networks.CriticStride), gradients, features, valueGradient, inputGradient, scratch, registers);
    }

    private void Do(UpdateStep step, int critic)
    {
        for (rows.Lane = 0; rows.Lane < registers * F.Width; rows.Lane += F.Width)
            update.Do<F, RegisterRows<F>>(step, critic, context, ref rows);
    }
}
