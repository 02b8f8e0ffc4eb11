using System.Runtime.CompilerServices;
using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;
using GpuAc.Kernels.OffPolicy;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// DDPG's, TD3's and SAC's update of one tile: targets, critics, and the critics' gradient with respect to the action, which flows into
/// the actor.
/// </summary>
/// <remarks>
/// Rows of <see cref="ActorTiles{F}"/>: observation and proposed action side by side, as critics take them, then the noise, ln π, and the
/// actor's outputs.
/// </remarks>
internal sealed unsafe class ContinuousUpdateTile<TPolicy, F> : IUpdateTile
    where TPolicy : struct, IContinuousPolicy
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyPlan plan;
    private readonly OffPolicyNetworks networks;
    private readonly MinibatchTiles<F> tiles;
    private readonly TransitionRows<F> samples;
    private readonly ActorTiles<F> actors;
    private readonly int observations;
    private readonly int actionSize;
    private readonly int actorCritics;
    private readonly MlpTile<F> targetActor;
    private readonly MlpScratch scratch;
    private readonly CriticTiles<F> critics;
    private readonly AlignedBuffer memory;
    private readonly float* outputGradient;
    private readonly float* inputGradient;

    /// <summary>Allocates one worker's working memory.</summary>
    /// <param name="plan">How to learn.</param>
    /// <param name="networks">Parameters.</param>
    /// <param name="replay">What to learn from.</param>
    /// <param name="tiles">How the minibatch is cut.</param>
    /// <param name="actors">Shared by all workers, with <see cref="ActorRows"/> rows a tile.</param>
    /// <param name="actionSize">Dimensions of the action.</param>
    public ContinuousUpdateTile(
        OffPolicyPlan plan, OffPolicyNetworks networks, ReplayMemory replay, MinibatchTiles<F> tiles, ActorTiles<F> actors, int actionSize)
    {
        this.plan = plan;
        this.networks = networks;
        this.tiles = tiles;
        this.actors = actors;
        this.actionSize = actionSize;
        observations = networks.Spec.Actor.Inputs;
        samples = new TransitionRows<F>(plan.Seed, replay, tiles);
        targetActor = new MlpTile<F>(networks.Actor);
        scratch = new MlpScratch(networks.Layout);
        // TD3's actor follows the first critic alone; SAC's the smaller of both.
        actorCritics = TPolicy.IsStochastic ? networks.Spec.NumCritics : 1;
        critics = new CriticTiles<F>(networks, actorCritics, scratch);
        int outputs = Math.Max(2, TPolicy.Outputs(actionSize));
        memory = new AlignedBuffer((long)(outputs + (2 * (observations + actionSize))) * Tile.Lanes);
        outputGradient = memory.Pointer;
        inputGradient = outputGradient + (outputs * Tile.Lanes);
    }

    /// <summary>Rows that <see cref="ActorTiles{F}"/> must keep a tile.</summary>
    public static int ActorRows(int observations, int actionSize) => observations + (2 * actionSize) + 1 + TPolicy.Outputs(actionSize);

    private int NoiseRow => observations + actionSize;

    private int LogProbRow => NoiseRow + actionSize;

    private int OutputRow => LogProbRow + 1;

    /// <inheritdoc/>
    public void AddCriticGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile);
        samples.Draw(tile, numbers.Update);
        Targets(tile, numbers);
        for (int k = 0; k < networks.Spec.NumCritics; k++)
        {
            float* q = critics.Forward(k, networks.Memory.Parameters, samples.Current, registers);
            CriticError(q, tile, k == 0, ref statistics);
            critics.AddGradient(k, gradients, samples.Current, outputGradient, registers);
        }
    }

    /// <inheritdoc/>
    public void ForwardActor(int tile, in UpdateNumbers numbers)
    {
        int registers = tiles.Registers(tile);
        float* rows = actors.Rows(tile);
        samples.DrawObservations(tile, numbers.Update, rows);
        float* outputs = actors.Network(tile).Forward(networks.Memory.Parameters, rows, registers);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            Propose(rows + lane, outputs + lane, (uint)(tiles.First(tile) + lane), numbers.Update);
    }

    /// <inheritdoc/>
    public void AddActorGradient(int tile, in UpdateNumbers numbers, float* gradients, ref UpdateStatistics statistics)
    {
        int registers = tiles.Registers(tile), inputs = (observations + actionSize) * Tile.Lanes;
        float* rows = actors.Rows(tile);
        float* parameters = networks.Memory.Parameters;
        float* q0 = critics.Forward(0, parameters, rows, registers);
        float* q1 = actorCritics > 1 ? critics.Forward(1, parameters, rows, registers) : q0;
        Choose(tile, rows, q0, q1, numbers.Temperature, ref statistics);
        for (int k = 0; k < actorCritics; k++)
            critics.ByInput(k, rows, outputGradient + (k * Tile.Lanes), inputGradient + (k * inputs), registers);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            PullBack(tile, rows, lane, numbers.Temperature);
        actors.Network(tile).Backward(parameters, gradients, rows, outputGradient, null, scratch, registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        samples.Dispose();
        targetActor.Dispose();
        critics.Dispose();
        scratch.Dispose();
        memory.Dispose();
    }

    // y of every sample, from the target networks' opinion of the next observation.
    private void Targets(int tile, in UpdateNumbers numbers)
    {
        int registers = tiles.Registers(tile);
        float* policy = plan.UsesTargetActor ? networks.Targets : networks.Memory.Parameters;
        float* outputs = targetActor.Forward(policy, samples.Next, registers);
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            NextAction(outputs + lane, lane, (uint)(tiles.First(tile) + lane), numbers.Update);
        float* minQ = inputGradient;
        for (int k = 0; k < networks.Spec.NumCritics; k++)
        {
            float* q = critics.Forward(k, networks.Targets, samples.Next, registers);
            for (int lane = 0; lane < registers * F.Width; lane += F.Width)
                (k == 0 ? F.Load(q + lane) : F.Min(F.Load(minQ + lane), F.Load(q + lane))).Store(minQ + lane);
        }

        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
        {
            F logProb = F.Load(samples.Targets + lane);
            F value = TemporalDifference.SoftValue(F.Load(minQ + lane), F.Of(numbers.Temperature), logProb);
            samples.Target(lane, value).Store(samples.Targets + lane);
        }
    }

    // The action that targets assume, behind the next observation; ln π of it waits in the targets' row.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextAction(float* outputs, int lane, uint sample, ulong update)
    {
        Components<F> policy = default, noise = default, action = default, low = default, high = default;
        for (int i = 0; i < TPolicy.Outputs(actionSize); i++)
            policy[i] = F.Load(outputs + (i * Tile.Lanes));
        if (TPolicy.IsStochastic || plan.TargetNoise > 0)
            ActionNoise.Normal(actionSize, new RandomKey(plan.Seed, RandomPurpose.Noise), sample, update, 0, ref noise);
        TPolicy.Propose(ref policy, actionSize, ref noise, ref action, out F logProb);
        if (!TPolicy.IsStochastic && plan.TargetNoise > 0)
        {
            for (int i = 0; i < actionSize; i++)
                action[i] = ActionNoise.Smooth(action[i], noise[i], F.Of(plan.TargetNoise), F.Of(plan.TargetNoiseClip));
            TPolicy.Bound(ref action, actionSize, ref low, ref high);
        }

        for (int i = 0; i < actionSize; i++)
            action[i].Store(samples.Next + ((observations + i) * Tile.Lanes) + lane);
        logProb.Store(samples.Targets + lane);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CriticError(float* q, int tile, bool first, ref UpdateStatistics statistics)
    {
        F losses = F.Zero, values = F.Zero, weight = F.Of(1f / tiles.Size);
        int active = tiles.Active(tile);
        for (int lane = 0; lane < tiles.Registers(tile) * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(active);
            F value = F.Load(q + lane);
            F error = F.Select(inUse, value - F.Load(samples.Targets + lane), F.Zero);
            (error * weight).Store(outputGradient + lane);
            losses += TemporalDifference.Loss(error);
            values += F.Select(inUse, value, F.Zero);
        }

        statistics.CriticLoss += F.Sum(losses);
        statistics.Q += first ? F.Sum(values) : 0;
    }

    // The current policy's action, behind the observation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Propose(float* rows, float* outputs, uint sample, ulong update)
    {
        Components<F> policy = default, noise = default, action = default;
        for (int i = 0; i < TPolicy.Outputs(actionSize); i++)
        {
            policy[i] = F.Load(outputs + (i * Tile.Lanes));
            policy[i].Store(rows + ((OutputRow + i) * Tile.Lanes));
        }

        if (TPolicy.IsStochastic)
            ActionNoise.Normal(actionSize, new RandomKey(plan.Seed, RandomPurpose.Noise), sample, update, 2, ref noise);
        TPolicy.Propose(ref policy, actionSize, ref noise, ref action, out F logProb);
        for (int i = 0; i < actionSize; i++)
        {
            action[i].Store(rows + ((observations + i) * Tile.Lanes));
            noise[i].Store(rows + ((NoiseRow + i) * Tile.Lanes));
        }

        logProb.Store(rows + (LogProbRow * Tile.Lanes));
    }

    // Loss α·ln π − min Q: each sample's gradient goes to the critic that is the smaller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Choose(int tile, float* rows, float* q0, float* q1, float temperature, ref UpdateStatistics statistics)
    {
        F losses = F.Zero, logProbs = F.Zero, weight = F.Of(1f / tiles.Size);
        int active = tiles.Active(tile);
        for (int lane = 0; lane < tiles.Registers(tile) * F.Width; lane += F.Width)
        {
            F inUse = F.Iota + F.Of(lane) < F.Of(active);
            F left = F.Load(q0 + lane), right = F.Load(q1 + lane), logProb = F.Load(rows + (LogProbRow * Tile.Lanes) + lane);
            F isFirst = left <= right;
            F slope = F.Select(inUse, -weight, F.Zero);
            F.Select(isFirst, slope, F.Zero).Store(outputGradient + lane);
            F.Select(isFirst, F.Zero, slope).Store(outputGradient + Tile.Lanes + lane);
            losses += F.Select(inUse, F.Of(temperature) * logProb - F.Select(isFirst, left, right), F.Zero);
            logProbs += F.Select(inUse, logProb, F.Zero);
        }

        statistics.ActorLoss += F.Sum(losses);
        statistics.LogProb += F.Sum(logProbs);
    }

    // From dL/daction, summed over the critics, and dL/dlnπ = α to the actor's outputs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PullBack(int tile, float* rows, int lane, float temperature)
    {
        Components<F> policy = default, noise = default, action = default, slope = default, gradient = default;
        int inputs = observations + actionSize;
        for (int i = 0; i < TPolicy.Outputs(actionSize); i++)
            policy[i] = F.Load(rows + ((OutputRow + i) * Tile.Lanes) + lane);
        for (int i = 0; i < actionSize; i++)
        {
            noise[i] = F.Load(rows + ((NoiseRow + i) * Tile.Lanes) + lane);
            action[i] = F.Load(rows + ((observations + i) * Tile.Lanes) + lane);
            F sum = F.Zero;
            for (int k = 0; k < actorCritics; k++)
                sum += F.Load(inputGradient + (((k * inputs) + observations + i) * Tile.Lanes) + lane);
            slope[i] = sum;
        }

        F inUse = F.Iota + F.Of(lane) < F.Of(tiles.Active(tile));
        F logProbGradient = F.Select(inUse, F.Of(temperature / tiles.Size), F.Zero);
        TPolicy.Backward(ref policy, actionSize, ref noise, ref action, ref slope, logProbGradient, ref gradient);
        for (int i = 0; i < TPolicy.Outputs(actionSize); i++)
            gradient[i].Store(outputGradient + (i * Tile.Lanes) + lane);
    }
}
