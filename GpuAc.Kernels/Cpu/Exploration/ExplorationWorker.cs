using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Kernels.Cpu.OffPolicy;
using GpuAc.Kernels.Cpu.Rollouts;
using GpuAc.Kernels.Environments;
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
    private ActionBounds<F> bounds;

    // The time step of the block under way.
    private int block;
    private int active;
    private float* rows;
    private float* policy;
    private EpisodeSums sums;

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
        bounds = new ActionBounds<F>(spec.Action);
    }

    /// <summary>Puts a block's environments into start states.</summary>
    public void Start(int block)
    {
        float* rows = blocks[block];
        for (int lane = 0; lane < Tile.Lanes; lane += F.Width)
        {
            EnvironmentLanes<F> environments = default;
            Collection<TEnv>.Start(stepper, (uint)((block * Tile.Lanes) + lane), 0, ref environments);
            blocks.Store(ref environments, rows + lane);
        }
    }

    /// <summary>Takes a block through one time step.</summary>
    /// <param name="block">Index of the block.</param>
    /// <param name="step">Steps that all environments have taken.</param>
    /// <param name="exploration">How to explore.</param>
    /// <param name="sums">Episodes that ended; accumulated.</param>
    public void Step(int block, ulong step, in ExplorationStep exploration, ref EpisodeSums sums)
    {
        this.block = block;
        this.sums = sums;
        rows = blocks[block];
        active = Tile.Active(block, numEnvs);
        if (exploration.Epsilon < 1)
            policy = Policy(rows + (blocks.Observation * Tile.Lanes), (active + F.Width - 1) / F.Width);
        for (int lane = 0; lane < active; lane += F.Width)
            Step(lane, step, exploration);
        sums = this.sums;
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

    // One register of environments through one time step.
    [SkipLocalsInit]
    private void Step(int lane, ulong step, in ExplorationStep exploration)
    {
        Unsafe.SkipInit(out Components<F> action);
        Unsafe.SkipInit(out EnvironmentLanes<F> environments);
        var register = new Rows(this, lane);
        register.KeepObservation();
        Acting.Explore<TExplorer, F, Rows>(exploration, seed, step, ref register, ref action);
        blocks.Load(rows + lane, ref environments);
        Collection<TEnv>.Step(stepper, step, ref action, ref environments, ref register);
        blocks.Store(ref environments, rows + lane);
    }

    // One register of the block under way.
    private readonly struct Rows(ExplorationWorker<TEnv, TExplorer, F> worker, int lane) : IExplorationRows<F>
    {
        private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

        public int ActionSize { [MethodImpl(Inline)] get => worker.actionSize; }
        public int PolicyOutputs { [MethodImpl(Inline)] get => worker.outputs; }
        public int LogStds { [MethodImpl(Inline)] get => 0; }
        public int Observations { [MethodImpl(Inline)] get => worker.observationSize; }
        public bool TimeLimitsTerminate { [MethodImpl(Inline)] get => false; }
        public uint Environment { [MethodImpl(Inline)] get => (uint)((worker.block * Tile.Lanes) + lane); }
        public F InUse { [MethodImpl(Inline)] get => F.Iota + F.Of(lane) < F.Of(worker.active); }

        private float* BlockRows { [MethodImpl(Inline)] get => worker.rows + lane; }

        [MethodImpl(Inline)]
        public F Policy(int output) => F.Load(worker.policy + (output * Tile.Lanes) + lane);

        public float LogStd(int dimension) => throw new NotSupportedException("No log standard deviation is a parameter of its own here.");

        [MethodImpl(Inline)]
        public F Low(int dimension) => worker.bounds.Low(dimension);

        [MethodImpl(Inline)]
        public F High(int dimension) => worker.bounds.High(dimension);

        [MethodImpl(Inline)]
        public F Noise(int component) => F.Load(BlockRows + ((worker.blocks.Noise + component) * Tile.Lanes));

        [MethodImpl(Inline)]
        public void KeepNoise(int component, F value) => value.Store(BlockRows + ((worker.blocks.Noise + component) * Tile.Lanes));

        // What is acted on.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void KeepObservation()
        {
            for (int i = 0; i < worker.observationSize; i++)
                Scatter(F.Load(BlockRows + ((worker.blocks.Observation + i) * Tile.Lanes)), i);
        }

        public void KeepAction(ref Components<F> action)
        {
            for (int i = 0; i < worker.actionComponents; i++)
                Scatter(action[i], worker.replay.Action + i);
        }

        // From one register of environments to as many records.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Keep(F reward, F terminated, F truncated, ref Components<F> next)
        {
            Scatter(reward, worker.replay.Reward);
            Scatter(F.Select(terminated, F.One, F.Zero), worker.replay.Terminated);
            Scatter(F.Select(terminated | truncated, F.One, F.Zero), worker.replay.Ended);
            for (int i = 0; i < worker.observationSize; i++)
                Scatter(next[i], worker.replay.Next + i);
        }

        // Noise starts again with the episode.
        public void End(F ended, F counted, F episodeReturn, F length)
        {
            worker.sums.Add(counted, episodeReturn, length);
            for (int i = 0; i < worker.actionComponents; i++)
                KeepNoise(i, F.Select(ended, F.Zero, Noise(i)));
        }

        public void Fail(F reward, ref Components<F> next) =>
            throw EnvironmentFault.Create(TEnv.Spec, InUse, reward, ref next, Environment, (ulong)worker.replay.Steps);

        private void Scatter(F value, int place)
        {
            float* values = stackalloc float[16];
            value.Store(values);
            int count = Math.Min(F.Width, worker.active - lane);
            for (int i = 0; i < count; i++)
                worker.replay.Current((int)Environment + i)[place] = values[i];
        }
    }
}
