using System.Runtime.CompilerServices;
using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// Q actor-critic's update of one tile: a critic of all actions' values learns from replay, the actor from the newest transitions by the
/// critic's advantages; both heads pass their gradients on to the body that they share.
/// </summary>
internal sealed unsafe class QActorCriticTile<F> : IUpdateTile
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyPlan plan;
    private readonly OffPolicyNetworks networks;
    private readonly MinibatchTiles<F> tiles;
    private readonly TransitionRows<F> samples;
    private readonly MinibatchTiles<F> actorTiles;
    private readonly int actions;
    private readonly MlpTile<F> body;
    private readonly MlpTile<F> actor;
    private readonly QTile<F> critic;
    private readonly MlpScratch scratch;
    private readonly AlignedBuffer memory;
    private readonly float* outputGradient;
    private readonly float* featureGradient;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="plan">How to learn.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="tiles">How the critic's minibatch is cut.</param>
    /// <param name="actorTiles">How the actor's is.</param>
    /// <param name="actions">Number of actions.</param>
    public QActorCriticTile(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, MinibatchTiles<F> actorTiles,
        int actions)
    {
        this.plan = plan;
        this.networks = networks;
        this.tiles = tiles;
        this.actorTiles = actorTiles;
        this.actions = actions;
        samples = new TransitionRows<F>(plan.Seed, replay, tiles);
        body = new MlpTile<F>(networks.Body);
        actor = new MlpTile<F>(networks.Actor);
        critic = new QTile<F>(networks.Spec.Critic, networks.Critic);
        scratch = new MlpScratch(networks.Layout);
        memory = new AlignedBuffer((long)(actions + networks.Spec.Actor.Inputs) * Tile.Lanes);
        outputGradient = memory.Pointer;
        featureGradient = outputGradient + (actions * Tile.Lanes);
    }

    /// <inheritdoc/>
    public void AddCriticGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile);
        samples.Draw(tile, numbers.Update);
        float* parameters = networks.Memory.Parameters;
        // π of the next observation by the current policy, Q by the target's body and critic.
        float* logits = actor.Forward(parameters, body.Forward(parameters, samples.Next, registers), registers);
        float* q = critic.Forward(networks.Targets, body.Forward(networks.Targets, samples.Next, registers), registers);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            Target(lane, logits + lane, q + lane);
        float* features = body.Forward(parameters, samples.Current, registers);
        q = critic.Forward(parameters, features, registers);
        CriticError(q, tile, ref statistics);
        float* shifted = gradients - networks.CriticStart;
        critic.Backward(parameters, shifted, features, outputGradient, featureGradient, scratch, registers);
        body.Backward(parameters, shifted, samples.Current, featureGradient, null, scratch, registers);
    }

    /// <inheritdoc/>
    public void ForwardActor(int tile, in UpdateNumbers numbers)
    {
        // The body's features change with the critic's step, so the actor's pass belongs to its gradient.
    }

    /// <inheritdoc/>
    public void AddActorGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = actorTiles.Registers(tile), active = actorTiles.Active(tile);
        samples.TakeNewest(actorTiles, tile);
        float* parameters = networks.Memory.Parameters;
        float* features = body.Forward(parameters, samples.Current, registers);
        float* logits = actor.Forward(parameters, features, registers);
        float* q = critic.Forward(parameters, features, registers);
        F losses = F.Zero, logProbs = F.Zero;
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(active);
            F loss = ActorLoss(lane, logits + lane, q + lane, F.Select(inUse, F.Of(1f / actorTiles.Size), F.Zero), out F negativeEntropy);
            losses += F.Select(inUse, loss, F.Zero);
            logProbs += F.Select(inUse, negativeEntropy, F.Zero);
        }

        statistics.ActorLoss += F.Sum(losses);
        statistics.LogProb += F.Sum(logProbs);
        actor.Backward(parameters, gradients, features, outputGradient, featureGradient, scratch, registers);
        body.Backward(parameters, gradients, samples.Current, featureGradient, null, scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        samples.Dispose();
        body.Dispose();
        actor.Dispose();
        critic.Dispose();
        scratch.Dispose();
        memory.Dispose();
    }

    // y = r + γ·Σ π·Q', in the space that the critic learns in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Target(int lane, float* logits, float* q)
    {
        Components<F> policy = default, values = default;
        for (int k = 0; k < actions; k++)
        {
            policy[k] = F.Load(logits + (k * Tile.Lanes));
            F value = F.Load(q + (k * Tile.Lanes));
            values[k] = plan.SymlogValues ? SymmetricLogarithm.Symexp(value) : value;
        }

        F expected = QActorCriticLoss.Value(ref policy, ref values, actions);
        F target = samples.Target(lane, expected);
        (plan.SymlogValues ? SymmetricLogarithm.Symlog(target) : target).Store(samples.Targets + lane);
    }

    // ½(Q[a] − y)² + ½c·mean over actions of Q².
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CriticError(float* q, int tile, ref UpdateStatistics statistics)
    {
        F losses = F.Zero, values = F.Zero, weight = F.Of(1f / tiles.Size), regularizer = F.Of(plan.QRegularizer / actions);
        for (int lane = 0; lane < tiles.Registers(tile) * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(tiles.Active(tile));
            F chosen = F.Load(samples.Actions + lane), target = F.Load(samples.Targets + lane);
            for (int k = 0; k < actions; k++)
            {
                F isChosen = F.Equal(chosen, F.Of(k)) & inUse, value = F.Select(inUse, F.Load(q + (k * Tile.Lanes) + lane), F.Zero);
                F error = F.Select(isChosen, value - target, F.Zero);
                (F.MultiplyAdd(regularizer, value, error) * weight).Store(outputGradient + (k * Tile.Lanes) + lane);
                losses += TemporalDifference.Loss(error) + F.Of(0.5f) * regularizer * value * value;
                values += F.Select(isChosen, value, F.Zero);
            }
        }

        statistics.CriticLoss += F.Sum(losses);
        statistics.Q += F.Sum(values);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private F ActorLoss(int lane, float* logits, float* q, F weight, out F negativeEntropy)
    {
        Components<F> policy = default, values = default, slope = default;
        for (int k = 0; k < actions; k++)
        {
            policy[k] = F.Load(logits + (k * Tile.Lanes));
            F value = F.Load(q + (k * Tile.Lanes));
            values[k] = plan.SymlogValues ? SymmetricLogarithm.Symexp(value) : value;
        }

        F action = F.Load(samples.Actions + lane), entropyCoefficient = F.Of(plan.EntropyCoefficient);
        F loss = QActorCriticLoss.Loss(ref policy, ref values, actions, action, entropyCoefficient, ref slope, out negativeEntropy);
        for (int k = 0; k < actions; k++)
            (slope[k] * weight).Store(outputGradient + (k * Tile.Lanes) + lane);
        return loss;
    }
}
