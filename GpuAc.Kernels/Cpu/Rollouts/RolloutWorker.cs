using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Statistics;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Cpu.Rollouts;

/// <summary>One worker of a rollout: takes one block of 64 environments through the time steps.</summary>
internal sealed unsafe partial class RolloutWorker<TEnv, TDistribution, F> : IDisposable
    where TEnv : struct, IEnvironment
    where TDistribution : struct, IActionDistribution
    where F : struct, IFloatLane<F>
{
    private readonly RolloutPlan plan;
    private readonly ParameterState parameters;
    private readonly SampleTiles samples;
    private readonly ScanColumns columns;
    private readonly EnvironmentBlocks blocks;
    private readonly ObservationNormalizer? normalizer;
    private readonly EnvironmentStepper<TEnv, F> stepper;
    private readonly RandomKey actionKey;
    private readonly ActorCriticTile<F> network;
    private readonly AlignedBuffer scratch;
    private readonly float* inputs;
    private readonly float* finals;
    private readonly float* actions;
    private readonly float* logProbs;
    private readonly float* live;
    private readonly int observationSize;
    private readonly int actionSize;
    private readonly int actionComponents;
    private Components<F> low;
    private Components<F> high;
    private float returnShift;

    /// <summary>Allocates working memory.</summary>
    public RolloutWorker(
        RolloutPlan plan, ParameterState parameters, SampleTiles samples, ScanColumns columns, EnvironmentBlocks blocks,
        ObservationNormalizer? normalizer)
    {
        EnvironmentSpec spec = TEnv.Spec;
        this.plan = plan;
        this.parameters = parameters;
        this.samples = samples;
        this.columns = columns;
        this.blocks = blocks;
        this.normalizer = normalizer;
        stepper = new EnvironmentStepper<TEnv, F>(new RandomKey(plan.Seed, RandomPurpose.Reset));
        actionKey = new RandomKey(plan.Seed, RandomPurpose.Action);
        network = new ActorCriticTile<F>(parameters.Layout);
        observationSize = spec.Observation.Count;
        actionSize = spec.Action.Size;
        actionComponents = TDistribution.ActionComponents(actionSize);
        scratch = new AlignedBuffer((long)((2 * observationSize) + actionComponents + 2) * Tile.Lanes);
        inputs = scratch.Pointer;
        finals = inputs + (observationSize * Tile.Lanes);
        actions = finals + (observationSize * Tile.Lanes);
        logProbs = actions + (actionComponents * Tile.Lanes);
        live = logProbs + Tile.Lanes;
        if (spec.Action is not BoxSpace box)
            return;
        for (int i = 0; i < box.Dimensions.Count; i++)
        {
            low[i] = F.Of(box.Dimensions[i].Low);
            high[i] = F.Of(box.Dimensions[i].High);
        }
    }

    /// <summary>Puts a block's environments into start states.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="step">Steps that all environments have taken since the run's start.</param>
    public void Start(int block, ulong step = 0)
    {
        float* rows = blocks[block];
        for (int row = blocks.Elapsed; row <= blocks.DiscountedReturn; row++)
            new Span<float>(rows + (row * Tile.Lanes), Tile.Lanes).Clear();
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            Components<F> state = default, observation = default;
            stepper.Start(IndexOf(block, lane), step, ref state);
            stepper.Store(ref state, rows + lane);
            TEnv.Observe(ref state, ref observation);
            StoreRows(ref observation, observationSize, rows + (blocks.Observation * Tile.Lanes) + lane);
            if (plan.StaggerStarts)
                Stagger(rows + lane, IndexOf(block, lane));
        }
    }

    /// <summary>Takes a block through the rollout's time steps.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="firstStep">Steps that all environments have taken since the run's start.</param>
    /// <param name="scale">What rewards are multiplied by before learning.</param>
    /// <param name="sums">Output.</param>
    public void Run(int block, ulong firstStep, in RewardScale scale, ref BlockSums sums)
    {
        float rewardScale = scale.Value;
        returnShift = scale.Shift;
        int active = Tile.Active(block, plan.NumEnvs);
        int registers = (active + F.Width - 1) / F.Width;
        sums = default;
        if (plan.WholeEpisodes)
            Start(block, firstStep);
        for (int lane = 0; lane < Tile.Lanes; lane++)
            live[lane] = lane < active ? 1 : 0;
        int length = 0, running = active;
        for (int t = 0; t < plan.NumSteps && running > 0; t++)
        {
            float* column = columns[block, t];
            float* observations = Normalized(block, registers);
            long first = ((long)t * plan.NumEnvs) + (block * Tile.Lanes);
            // Before stepping, which replaces them where they are not normalised into a copy.
            for (int i = 0; i < observationSize; i++)
                samples.Write(observations + (i * Tile.Lanes), i, first, active);
            network.Forward(parameters.Parameters, observations, registers, out float* policy, out float* values);
            Copy(values, column + (ScanColumns.Value * Tile.Lanes), registers);
            bool truncated = false;
            for (int lane = 0; lane < active; lane += F.Width)
                truncated |= Step(block, lane, firstStep + (ulong)t, policy, rewardScale, column, ref sums);
            KeepDecisions(column, first, active);
            if (truncated && plan.TimeLimitsTerminate)
                TerminateTruncated(column, active);
            else if (truncated)
                BootstrapTruncated(column, registers);
            length++;
            sums.Steps += running;
            if (plan.WholeEpisodes)
                running = EndEpisodes(column, first, active);
        }

        columns.Lengths[block] = length;
        if (plan.WholeEpisodes)
            DiscountRest(block, length, active);
        float* last = columns[block, length];
        Copy(
            network.ForwardCritic(parameters.Parameters, Normalized(block, registers), registers), last + (ScanColumns.Value * Tile.Lanes),
            registers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        scratch.Dispose();
    }

    // One register of environments through one time step; true when one of them was truncated, so that its final value is wanted.
    private bool Step(
        int block, int lane, ulong step, float* policy, float rewardScale, float* column, ref BlockSums sums)
    {
        uint environment = IndexOf(block, lane);
        float* rows = blocks[block] + lane;
        Components<F> action = default;
        Act(policy + lane, environment, step, lane, ref action);

        Components<F> state = default, final = default, observation = default;
        stepper.Load(rows, ref state);
        F elapsed = F.Load(rows + (blocks.Elapsed * Tile.Lanes));
        F length = elapsed + F.One;
        stepper.Advance(ref state, ref elapsed, ref action, out F reward, out F terminated, out F truncated);
        F done = terminated | truncated;
        bool anyDone = F.Any(done);
        if (anyDone)
            Restart(done, environment, step, ref state, ref elapsed, ref final);
        stepper.Store(ref state, rows);
        elapsed.Store(rows + (blocks.Elapsed * Tile.Lanes));
        TEnv.Observe(ref state, ref observation);
        F inUse = F.Load(live + lane) > F.Zero;
        CheckFinite(reward, ref anyDone ? ref final : ref observation, inUse, environment, step);
        Watch(block, lane, ref sums, reward, done, length, inUse, anyDone);
        StoreRows(ref observation, observationSize, rows + (blocks.Observation * Tile.Lanes));

        column += lane;
        (reward * F.Of(rewardScale)).Store(column + (ScanColumns.Reward * Tile.Lanes));
        F.Select(terminated, F.One, F.Zero).Store(column + (ScanColumns.Terminated * Tile.Lanes));
        F.Select(truncated, F.One, F.Zero).Store(column + (ScanColumns.Truncated * Tile.Lanes));
        if (!anyDone || !F.Any(truncated & inUse))
            return false;
        StoreRows(ref final, observationSize, finals + lane);
        return true;
    }

    private uint IndexOf(int block, int lane) => (uint)(plan.FirstEnvironment + (block * Tile.Lanes) + lane);

    // A call of its own: with the ten rounds of Philox inlined, Step would exceed what the JIT inlines into one method, and every lane
    // operation behind that point would become a call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Restart(F done, uint environment, ulong step, ref Components<F> state, ref F elapsed, ref Components<F> final)
    {
        TEnv.Observe(ref state, ref final);
        stepper.Restart(done, environment, step, ref state, ref elapsed);
    }

    // Samples an action, keeps it and its log-probability, and turns it into what the environment takes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Act(float* policy, uint environment, ulong step, int lane, ref Components<F> action)
    {
        Components<F> distribution = default;
        int outputs = parameters.Layout.Spec.Actor.Outputs;
        for (int k = 0; k < outputs; k++)
            distribution[k] = F.Load(policy + (k * Tile.Lanes));
        for (int k = 0; k < parameters.Layout.Spec.LogStdCount; k++)
            distribution[outputs + k] = F.Of(parameters.Parameters[parameters.Layout.LogStd + k]);
        TDistribution.Sample(ref distribution, actionSize, actionKey, environment, step, ref action);
        StoreRows(ref action, actionComponents, actions + lane);
        TDistribution.LogProb(ref distribution, actionSize, ref action).Store(logProbs + lane);
        TDistribution.ToEnvironment(ref action, actionSize, ref low, ref high);
    }

    // Hands what was decided in one time step over to learning.
    private void KeepDecisions(float* column, long first, int active)
    {
        for (int i = 0; i < actionComponents; i++)
            samples.Write(actions + (i * Tile.Lanes), samples.Action + i, first, active);
        samples.Write(logProbs, samples.LogProb, first, active);
        samples.Write(column + (ScanColumns.Value * Tile.Lanes), samples.Value, first, active);
    }

    // V of the true final observation; only the truncated lanes of the row will be read.
    private void BootstrapTruncated(float* column, int registers)
    {
        normalizer?.Apply<F>(finals, finals, registers);
        Copy(network.ForwardCritic(parameters.Parameters, finals, registers), column + (ScanColumns.FinalValue * Tile.Lanes), registers);
    }

    private float* Normalized(int block, int registers)
    {
        float* raw = blocks[block] + (blocks.Observation * Tile.Lanes);
        if (normalizer == null)
            return raw;
        normalizer.Apply<F>(raw, inputs, registers);
        return inputs;
    }

    private static void StoreRows(ref Components<F> components, int count, float* destination)
    {
        for (int i = 0; i < count; i++)
            components[i].Store(destination + (i * Tile.Lanes));
    }

    private static void Copy(float* source, float* destination, int registers)
    {
        for (int lane = 0; lane < registers * F.Width; lane += F.Width)
            F.Load(source + lane).Store(destination + lane);
    }
}
