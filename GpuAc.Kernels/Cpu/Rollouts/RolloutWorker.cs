using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Environments;
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
    private readonly int policyOutputs;
    private readonly int logStds;
    private readonly bool isWatching;
    private ActionBounds<F> bounds;

    // The time step of the block under way.
    private int block;
    private ulong step;
    private float* policy;
    private float* column;
    private bool hasTruncated;
    private float rewardScale;
    private float returnShift;
    private BlockSums sums;

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
        policyOutputs = parameters.Layout.Spec.Actor.Outputs;
        logStds = parameters.Layout.Spec.LogStdCount;
        bounds = new ActionBounds<F>(spec.Action);
        isWatching = plan.ScaleRewards || normalizer != null;
    }

    /// <summary>Puts a block's environments into start states.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="step">Steps that all environments have taken since the run's start.</param>
    public void Start(int block, ulong step = 0)
    {
        float* rows = blocks[block];
        new Span<float>(rows + (blocks.DiscountedReturn * Tile.Lanes), Tile.Lanes).Clear();
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            EnvironmentLanes<F> environments = default;
            Collection<TEnv>.Start(stepper, IndexOf(block, lane), step, ref environments);
            if (plan.StaggerStarts)
                Collection<TEnv>.Stagger(stepper, plan.Seed, IndexOf(block, lane), ref environments);
            blocks.Store(ref environments, rows + lane);
        }
    }

    /// <summary>Takes a block through the rollout's time steps.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="firstStep">Steps that all environments have taken since the run's start.</param>
    /// <param name="scale">What rewards are multiplied by before learning.</param>
    /// <param name="sums">Output.</param>
    public void Run(int block, ulong firstStep, in RewardScale scale, ref BlockSums sums)
    {
        this.block = block;
        rewardScale = scale.Value;
        returnShift = scale.Shift;
        int active = Tile.Active(block, plan.NumEnvs);
        int registers = (active + F.Width - 1) / F.Width;
        this.sums = default;
        if (plan.WholeEpisodes)
            Start(block, firstStep);
        for (int lane = 0; lane < Tile.Lanes; lane++)
            live[lane] = lane < active ? 1 : 0;
        int length = 0, running = active;
        for (int t = 0; t < plan.NumSteps && running > 0; t++)
        {
            step = firstStep + (ulong)t;
            column = columns[block, t];
            hasTruncated = false;
            float* observations = Normalized(block, registers);
            long first = ((long)t * plan.NumEnvs) + (block * Tile.Lanes);
            // Before stepping, which replaces them where they are not normalised into a copy.
            for (int i = 0; i < observationSize; i++)
                samples.Write(observations + (i * Tile.Lanes), i, first, active);
            network.Forward(parameters.Parameters, observations, registers, out policy, out float* values);
            Copy(values, column + (ScanColumns.Value * Tile.Lanes), registers);
            if (plan.WholeEpisodes)
                samples.Write(live, samples.Weight, first, active);
            for (int lane = 0; lane < active; lane += F.Width)
                Step(lane);
            KeepDecisions(first, active);
            if (hasTruncated)
                BootstrapTruncated(registers);
            length++;
            this.sums.Steps += running;
            if (plan.WholeEpisodes)
                running = Running(active);
        }

        columns.Lengths[block] = length;
        if (plan.WholeEpisodes)
            DiscountRest(block, length, active);
        float* last = columns[block, length];
        Copy(
            network.ForwardCritic(parameters.Parameters, Normalized(block, registers), registers), last + (ScanColumns.Value * Tile.Lanes),
            registers);
        sums = this.sums;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        scratch.Dispose();
    }

    // One register of environments through one time step.
    [SkipLocalsInit]
    private void Step(int lane)
    {
        Unsafe.SkipInit(out Components<F> action);
        Unsafe.SkipInit(out EnvironmentLanes<F> environments);
        var rows = new Rows(this, lane);
        Acting.Sample<TDistribution, F, Rows>(plan.Seed, step, ref rows, ref action);
        blocks.Load(blocks[block] + lane, ref environments);
        Collection<TEnv>.Step(stepper, step, ref action, ref environments, ref rows);
        blocks.Store(ref environments, blocks[block] + lane);
    }

    private uint IndexOf(int block, int lane) => (uint)(plan.FirstEnvironment + (block * Tile.Lanes) + lane);

    // Hands what was decided in one time step over to learning.
    private void KeepDecisions(long first, int active)
    {
        for (int i = 0; i < actionComponents; i++)
            samples.Write(actions + (i * Tile.Lanes), samples.Action + i, first, active);
        samples.Write(logProbs, samples.LogProb, first, active);
        samples.Write(column + (ScanColumns.Value * Tile.Lanes), samples.Value, first, active);
    }

    // V of the true final observation; only the truncated lanes of the row will be read.
    private void BootstrapTruncated(int registers)
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
