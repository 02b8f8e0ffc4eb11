using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.OffPolicy;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;

namespace GpuAc.Kernels.Cpu.Exploration;

/// <summary>One worker of exploration: takes a block of up to 64 environments through one time step and writes it into replay.</summary>
internal sealed unsafe class ExplorationWorker<TEnv, TExplorer, F> : IDisposable
    where TEnv : struct, IEnvironment
    where TExplorer : struct, IExplorer
    where F : struct, IFloatLane<F>
{
    private readonly OffPolicyNetworks networks;
    private readonly ReplayMemory replay;
    private readonly EnvironmentBlocks blocks;
    private readonly EnvironmentStepper<TEnv, F> stepper;
    private readonly MlpTile<F> body;
    private readonly MlpTile<F> actor;
    private readonly ulong seed;
    private readonly int numEnvs;
    private readonly int observationSize;
    private readonly int actionSize;
    private readonly int outputs;
    private readonly int actionComponents;
    private Components<F> low;
    private Components<F> high;

    /// <summary>Allocates working memory.</summary>
    public ExplorationWorker(OffPolicyNetworks networks, ReplayMemory replay, EnvironmentBlocks blocks, int numEnvs, ulong seed)
    {
        EnvironmentSpec spec = TEnv.Spec;
        this.networks = networks;
        this.replay = replay;
        this.blocks = blocks;
        this.numEnvs = numEnvs;
        this.seed = seed;
        stepper = new EnvironmentStepper<TEnv, F>(new RandomKey(seed, RandomPurpose.Reset));
        body = new MlpTile<F>(networks.Body);
        actor = new MlpTile<F>(networks.Actor);
        observationSize = spec.Observation.Count;
        actionSize = spec.Action.Size;
        actionComponents = TExplorer.ActionComponents(actionSize);
        outputs = networks.Spec.Actor.Outputs;
        if (spec.Action is not BoxSpace box)
            return;
        for (int i = 0; i < box.Dimensions.Count; i++)
        {
            low[i] = F.Of(box.Dimensions[i].Low);
            high[i] = F.Of(box.Dimensions[i].High);
        }
    }

    /// <summary>Puts a block's environments into start states.</summary>
    public void Start(int block)
    {
        float* rows = blocks[block];
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            Components<F> state = default, observation = default;
            stepper.Start((uint)((block * Tile.Lanes) + lane), 0, ref state);
            stepper.Store(ref state, rows + lane);
            TEnv.Observe(ref state, ref observation);
            for (int i = 0; i < observationSize; i++)
                observation[i].Store(rows + ((blocks.Observation + i) * Tile.Lanes) + lane);
        }
    }

    /// <summary>Takes a block through one time step.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="step">Steps that all environments have taken.</param>
    /// <param name="exploration">How to explore.</param>
    /// <param name="sums">Episodes that ended; accumulated.</param>
    public void Step(int block, ulong step, in ExplorationStep exploration, ref BlockSums sums)
    {
        int active = Tile.Active(block, numEnvs), registers = (active + F.Width - 1) / F.Width;
        float* rows = blocks[block];
        float* policy = exploration.Epsilon >= 1
            ? null
            : Policy(rows + (blocks.Observation * Tile.Lanes), registers);
        for (int lane = 0; lane < active; lane += F.Width)
        {
            Components<F> action = default;
            Act(rows + lane, policy == null ? null : policy + lane, (uint)((block * Tile.Lanes) + lane), step, exploration, ref action);
            Advance(rows + lane, block, lane, Math.Min(F.Width, active - lane), step, ref action, ref sums);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        body.Dispose();
        actor.Dispose();
    }

    private float* Policy(float* observations, int registers)
    {
        float* parameters = networks.Memory.Parameters;
        return actor.Forward(parameters, body.Forward(parameters, observations, registers), registers);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Act(float* rows, float* policy, uint environment, ulong step, in ExplorationStep exploration, ref Components<F> action)
    {
        Components<F> output = default, noise = default;
        for (int k = 0; k < outputs && policy != null; k++)
            output[k] = F.Load(policy + (k * Tile.Lanes));
        float* noiseRows = rows + (blocks.Noise * Tile.Lanes);
        bool remembers = exploration.Noise == NoiseKind.OrnsteinUhlenbeck;
        for (int i = 0; remembers && i < actionComponents; i++)
            noise[i] = F.Load(noiseRows + (i * Tile.Lanes));
        TExplorer.Act(ref output, actionSize, exploration, seed, environment, step, ref low, ref high, ref noise, ref action);
        for (int i = 0; remembers && i < actionComponents; i++)
            noise[i].Store(noiseRows + (i * Tile.Lanes));
    }

    private void Advance(float* rows, int block, int lane, int active, ulong step, ref Components<F> kept, ref BlockSums sums)
    {
        uint environment = (uint)((block * Tile.Lanes) + lane);
        Components<F> state = default, final = default, observation = default, action = kept;
        TExplorer.ToEnvironment(ref action, actionSize, ref low, ref high);
        stepper.Load(rows, ref state);
        F elapsed = F.Load(rows + (blocks.Elapsed * Tile.Lanes)), length = elapsed + F.One;
        stepper.Advance(ref state, ref elapsed, ref action, out F reward, out F terminated, out F truncated);
        F ended = terminated | truncated;
        TEnv.Observe(ref state, ref final);
        Keep(rows, environment, active, ref kept, reward, terminated, ended, ref final);
        if (F.Any(ended))
            Restart(ended, environment, step, ref state, ref elapsed, ref observation, rows);
        else
            observation = final;
        stepper.Store(ref state, rows);
        elapsed.Store(rows + (blocks.Elapsed * Tile.Lanes));
        for (int i = 0; i < observationSize; i++)
            observation[i].Store(rows + ((blocks.Observation + i) * Tile.Lanes));
        Count(rows, reward, ended, length, F.Iota < F.Of(active), ref sums);
    }

    // A call of its own, so that Philox's rounds do not use up what the JIT inlines into the step. Noise starts again with the episode.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Restart(
        F ended, uint environment, ulong step, ref Components<F> state, ref F elapsed, ref Components<F> observation, float* rows)
    {
        stepper.Restart(ended, environment, step, ref state, ref elapsed);
        TEnv.Observe(ref state, ref observation);
        for (int i = 0; i < actionComponents; i++)
        {
            float* noise = rows + ((blocks.Noise + i) * Tile.Lanes);
            F.Select(ended, F.Zero, F.Load(noise)).Store(noise);
        }
    }

    // From one register of environments to as many records.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep(
        float* rows, uint environment, int active, ref Components<F> action, F reward, F terminated, F ended, ref Components<F> next)
    {
        for (int i = 0; i < observationSize; i++)
        {
            Scatter(F.Load(rows + ((blocks.Observation + i) * Tile.Lanes)), environment, active, i);
            Scatter(next[i], environment, active, replay.Next + i);
        }

        for (int i = 0; i < actionComponents; i++)
            Scatter(action[i], environment, active, replay.Action + i);
        Scatter(reward, environment, active, replay.Reward);
        Scatter(F.Select(terminated, F.One, F.Zero), environment, active, replay.Terminated);
        Scatter(F.Select(ended, F.One, F.Zero), environment, active, replay.Ended);
        // x − x is zero for finite values alone.
        F sum = reward - reward;
        for (int i = 0; i < observationSize; i++)
            sum += next[i] - next[i];
        if (F.Any(~F.Equal(sum, F.Zero) & (F.Iota < F.Of(active))))
            ThrowNotFinite(environment, active);
    }

    private void Scatter(F value, uint environment, int active, int place)
    {
        float* values = stackalloc float[16];
        value.Store(values);
        for (int lane = 0; lane < active; lane++)
            replay.Current((int)environment + lane)[place] = values[lane];
    }

    private void ThrowNotFinite(uint environment, int active)
    {
        EnvironmentSpec spec = TEnv.Spec;
        for (int lane = 0; lane < active; lane++)
        {
            float* record = replay.Current((int)environment + lane);
            for (int i = -1; i < observationSize; i++)
            {
                float value = i < 0 ? record[replay.Reward] : record[replay.Next + i];
                if (float.IsFinite(value))
                    continue;
                throw EnvironmentFault.Create(spec, i, value, environment + lane, (ulong)replay.Steps);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Count(float* rows, F reward, F ended, F length, F inUse, ref BlockSums sums)
    {
        float* returns = rows + (blocks.EpisodeReturn * Tile.Lanes);
        F total = F.Load(returns) + reward;
        if (F.Any(ended))
        {
            F counted = ended & inUse;
            sums.Episodes += F.Sum(F.Select(counted, F.One, F.Zero));
            sums.Returns += F.Sum(F.Select(counted, total, F.Zero));
            sums.Lengths += F.Sum(F.Select(counted, length, F.Zero));
            total = F.Select(ended, F.Zero, total);
        }

        total.Store(returns);
    }
}
