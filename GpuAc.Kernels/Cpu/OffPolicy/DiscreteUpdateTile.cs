using System.Runtime.CompilerServices;
using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// Discrete SAC's update of one tile: critics that give one value an action, and expectations over actions in place of draws.
/// </summary>
/// <remarks>Rows of <see cref="ActorTiles{F}"/>: the observation, then the logits.</remarks>
internal sealed unsafe class DiscreteUpdateTile<F> : IUpdateTile
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyNetworks networks;
    private readonly MinibatchTiles<F> tiles;
    private readonly TransitionRows<F> samples;
    private readonly ActorTiles<F> actors;
    private readonly int observations;
    private readonly int actions;
    private readonly MlpTile<F> nextActor;
    private readonly MlpScratch scratch;
    private readonly CriticTiles<F> critics;
    private readonly AlignedBuffer outputGradient;

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
        this.networks = networks;
        this.tiles = tiles;
        this.actors = actors;
        this.actions = actions;
        observations = networks.Spec.Actor.Inputs;
        samples = new TransitionRows<F>(plan.Seed, replay, tiles);
        nextActor = new MlpTile<F>(networks.Actor);
        scratch = new MlpScratch(networks.Layout);
        critics = new CriticTiles<F>(networks, networks.Spec.NumCritics, scratch);
        outputGradient = new AlignedBuffer((long)actions * Tile.Lanes);
    }

    /// <summary>Rows that <see cref="ActorTiles{F}"/> must keep a tile.</summary>
    public static int ActorRows(int observations, int actions) => observations + actions;

    /// <inheritdoc/>
    public void AddCriticGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile);
        samples.Draw(tile, numbers.Update);
        float* logits = nextActor.Forward(networks.Memory.Parameters, samples.Next, registers);
        Forward(networks.Targets, samples.Next, registers, out float* q0, out float* q1);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F loss = Expect(logits + lane, q0 + lane, q1 + lane, numbers.Temperature, null, F.Zero, out _);
            samples.Target(lane, -loss).Store(samples.Targets + lane);
        }

        for (int k = 0; k < networks.Spec.NumCritics; k++)
        {
            float* q = critics.Forward(k, networks.Memory.Parameters, samples.Current, registers);
            CriticError(q, tile, k == 0, ref statistics);
            critics.AddGradient(k, gradients, samples.Current, outputGradient.Pointer, registers);
        }
    }

    /// <inheritdoc/>
    public void ForwardActor(int tile, in UpdateNumbers numbers)
    {
        float* rows = actors.Rows(tile);
        samples.DrawObservations(tile, numbers.Update, rows);
        float* logits = actors.Network(tile).Forward(networks.Memory.Parameters, rows, tiles.Registers(tile));
        int size = actions * Tile.Lanes;
        new ReadOnlySpan<float>(logits, size).CopyTo(new Span<float>(Logits(rows), size));
    }

    /// <inheritdoc/>
    public void AddActorGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile), active = tiles.Active(tile);
        float* rows = actors.Rows(tile);
        float* logits = Logits(rows);
        float* slope = outputGradient.Pointer;
        Forward(networks.Memory.Parameters, rows, registers, out float* q0, out float* q1);
        F losses = F.Zero, logProbs = F.Zero;
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(active);
            F weight = F.Select(inUse, F.Of(1f / tiles.Size), F.Zero);
            F loss = Expect(logits + lane, q0 + lane, q1 + lane, numbers.Temperature, slope + lane, weight, out F negativeEntropy);
            losses += F.Select(inUse, loss, F.Zero);
            logProbs += F.Select(inUse, negativeEntropy, F.Zero);
        }

        statistics.ActorLoss += F.Sum(losses);
        statistics.LogProb += F.Sum(logProbs);
        actors.Network(tile).Backward(networks.Memory.Parameters, gradients, rows, slope, null, scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        samples.Dispose();
        nextActor.Dispose();
        critics.Dispose();
        scratch.Dispose();
        outputGradient.Dispose();
    }

    private float* Logits(float* rows) => rows + (observations * Tile.Lanes);

    private void Forward(float* parameters, float* input, int registers, out float* q0, out float* q1)
    {
        q0 = critics.Forward(0, parameters, input, registers);
        q1 = networks.Spec.NumCritics > 1 ? critics.Forward(1, parameters, input, registers) : q0;
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
            F chosen = F.Load(samples.Actions + lane), target = F.Load(samples.Targets + lane);
            for (int k = 0; k < actions; k++)
            {
                F isChosen = F.Equal(chosen, F.Of(k)) & inUse, value = F.Load(q + (k * Tile.Lanes) + lane);
                F error = F.Select(isChosen, value - target, F.Zero);
                (error * weight).Store(outputGradient.Pointer + (k * Tile.Lanes) + lane);
                losses += TemporalDifference.Loss(error);
                values += F.Select(isChosen, value, F.Zero);
            }
        }

        statistics.CriticLoss += F.Sum(losses);
        statistics.Q += first ? F.Sum(values) : 0;
    }
}
