using System.Runtime.CompilerServices;
using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>Discrete SAC's update of one tile: critics that give one value an action, and expectations over actions in place of draws.</summary>
/// <remarks>Rows of <see cref="ActorTiles{F}"/>: the observation, then the logits.</remarks>
internal sealed unsafe class DiscreteUpdateTile<F> : IUpdateTile
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyPlan plan;
    private readonly OffPolicyNetworks networks;
    private readonly ReplayMemory replay;
    private readonly MinibatchTiles<F> tiles;
    private readonly ActorTiles<F> actors;
    private readonly int observations;
    private readonly int actions;
    private readonly MlpTile<F> nextActor;
    private readonly QTile<F>[] critics;
    private readonly MlpScratch scratch;
    private readonly AlignedBuffer memory;
    private readonly float* current;
    private readonly float* next;
    private readonly float* rewards;
    private readonly float* discounts;
    private readonly float* targets;
    private readonly float* outputGradient;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="plan">How to learn.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="tiles">How the minibatch is cut.</param>
    /// <param name="actors">Shared by all workers, with <see cref="ActorRows"/> rows a tile.</param>
    /// <param name="actions">Number of actions.</param>
    public DiscreteUpdateTile(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, ActorTiles<F> actors, int actions)
    {
        this.plan = plan;
        this.networks = networks;
        this.replay = replay;
        this.tiles = tiles;
        this.actors = actors;
        this.actions = actions;
        observations = networks.Spec.Actor.Inputs;
        nextActor = new MlpTile<F>(networks.Actor);
        critics = new QTile<F>[networks.Spec.NumCritics];
        for (int k = 0; k < critics.Length; k++)
            critics[k] = new QTile<F>(networks.Spec.Critic, networks.Critic);
        scratch = new MlpScratch(networks.Layout);
        memory = new AlignedBuffer((long)((2 * observations) + 1 + actions + 3) * Tile.Lanes);
        current = memory.Pointer;
        next = current + ((observations + 1) * Tile.Lanes);
        rewards = next + (observations * Tile.Lanes);
        discounts = rewards + Tile.Lanes;
        targets = discounts + Tile.Lanes;
        outputGradient = targets + Tile.Lanes;
    }

    /// <summary>Rows that <see cref="ActorTiles{F}"/> must keep a tile.</summary>
    public static int ActorRows(int observations, int actions) => observations + actions;

    /// <inheritdoc/>
    public void AddCriticGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile);
        long* indices = stackalloc long[Tile.Lanes];
        replay.Draw<F>(new RandomKey(plan.Seed, RandomPurpose.Shuffle), numbers.Update, tiles.First(tile), registers, indices);
        replay.Gather(indices, registers * F.Width, current, rewards, discounts, next);
        float* logits = nextActor.Forward(networks.Memory.Parameters, next, registers);
        Forward(networks.Targets, next, registers, out float* q0, out float* q1);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F loss = Expect(logits + lane, q0 + lane, q1 + lane, numbers.Temperature, null, F.Zero, out _);
            TemporalDifference.Target(F.Load(rewards + lane), F.Load(discounts + lane), -loss).Store(targets + lane);
        }

        float* parameters = networks.Memory.Parameters;
        for (int k = 0; k < critics.Length; k++)
        {
            int offset = k * networks.CriticStride;
            float* q = critics[k].Forward(parameters + offset, current, registers);
            CriticError(q, tile, k == 0, ref statistics);
            critics[k].Backward(parameters + offset, gradients - networks.CriticStart + offset, current, outputGradient, null, scratch, registers);
        }
    }

    /// <inheritdoc/>
    public void ForwardActor(int tile, in UpdateNumbers numbers)
    {
        int registers = tiles.Registers(tile);
        float* rows = actors.Rows(tile);
        long* indices = stackalloc long[Tile.Lanes];
        replay.Draw<F>(new RandomKey(plan.Seed, RandomPurpose.Shuffle), numbers.Update, tiles.First(tile), registers, indices);
        replay.GatherObservations(indices, registers * F.Width, rows);
        float* logits = actors.Network(tile).Forward(networks.Memory.Parameters, rows, registers);
        new ReadOnlySpan<float>(logits, actions * Tile.Lanes).CopyTo(new Span<float>(rows + (observations * Tile.Lanes), actions * Tile.Lanes));
    }

    /// <inheritdoc/>
    public void AddActorGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile), active = tiles.Active(tile);
        float* rows = actors.Rows(tile);
        Forward(networks.Memory.Parameters, rows, registers, out float* q0, out float* q1);
        F losses = F.Zero, logProbs = F.Zero;
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(active);
            F weight = F.Select(inUse, F.Of(1f / tiles.Size), F.Zero);
            F loss = Expect(
                rows + (observations * Tile.Lanes) + lane, q0 + lane, q1 + lane, numbers.Temperature, outputGradient + lane, weight, out F negativeEntropy);
            losses += F.Select(inUse, loss, F.Zero);
            logProbs += F.Select(inUse, negativeEntropy, F.Zero);
        }

        statistics.ActorLoss += F.Sum(losses);
        statistics.LogProb += F.Sum(logProbs);
        actors.Network(tile).Backward(networks.Memory.Parameters, gradients, rows, outputGradient, null, scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nextActor.Dispose();
        foreach (QTile<F> critic in critics)
            critic.Dispose();
        scratch.Dispose();
        memory.Dispose();
    }

    private void Forward(float* parameters, float* input, int registers, out float* q0, out float* q1)
    {
        q0 = critics[0].Forward(parameters, input, registers);
        q1 = critics.Length > 1 ? critics[1].Forward(parameters + networks.CriticStride, input, registers) : q0;
    }

    // Σ π·g of one register, and, where it is wanted, its gradient by the logits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private F Expect(float* logits, float* q0, float* q1, float temperature, float* gradient, F weight, out F negativeEntropy)
    {
        Components<F> policy = default, minQ = default, slope = default;
        for (int k = 0; k < actions; k++)
        {
            policy[k] = F.Load(logits + (k * Tile.Lanes));
            minQ[k] = F.Min(F.Load(q0 + (k * Tile.Lanes)), F.Load(q1 + (k * Tile.Lanes)));
        }

        F loss = SoftCategorical.Loss(ref policy, ref minQ, actions, F.Of(temperature), ref slope, out negativeEntropy);
        for (int k = 0; k < actions && gradient != null; k++)
            (slope[k] * weight).Store(gradient + (k * Tile.Lanes));
        return loss;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CriticError(float* q, int tile, bool first, ref UpdateStatistics statistics)
    {
        F losses = F.Zero, values = F.Zero, weight = F.Of(1f / tiles.Size);
        for (int lane = 0; lane < tiles.Registers(tile) * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(tiles.Active(tile));
            F chosen = F.Load(current + (observations * Tile.Lanes) + lane), target = F.Load(targets + lane);
            for (int k = 0; k < actions; k++)
            {
                F isChosen = F.Equal(chosen, F.Of(k)) & inUse, value = F.Load(q + (k * Tile.Lanes) + lane);
                F error = F.Select(isChosen, value - target, F.Zero);
                (error * weight).Store(outputGradient + (k * Tile.Lanes) + lane);
                losses += TemporalDifference.Loss(error);
                values += F.Select(isChosen, value, F.Zero);
            }
        }

        statistics.CriticLoss += F.Sum(losses);
        statistics.Q += first ? F.Sum(values) : 0;
    }
}
