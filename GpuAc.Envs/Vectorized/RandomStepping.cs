using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;

#pragma warning disable CS8500 // A lane is vectors and numbers, never a reference, so a pointer to a cell of lanes is sound.

namespace GpuAc.Envs.Vectorized;

/// <summary>Steps many environments with uniformly random actions: what the throughput benchmark times.</summary>
/// <typeparam name="TEnv">The environment.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// <para>Every step of every environment takes a freshly drawn action, advances the dynamics, checks the time limit, puts a freshly
/// drawn start state in place where an episode ended, and writes state, reward, terminated, truncated and the next observation
/// to memory. The next step of the same environment overwrites them: nothing is kept for learning, and the observation before a reset is not
/// written (rollouts do that).</para>
/// <para>A block of 64 environments takes <see cref="StepsPerRound"/> steps before the next block has its turn, so that it stays in the
/// first-level cache meanwhile; its registers take turns at every step, so that one's arithmetic hides the latency of another's.</para>
/// <para>Start states are drawn ahead, one a lane, and renewed every <see cref="RenewalSteps"/> steps where they have been used; a second reset in
/// such a period draws its own. A reset is then a blend, without a branch that random episodes would make unpredictable. Every draw is keyed
/// by environment and step alone, so the lane width and the number of threads change nothing but rounding.</para>
/// </remarks>
internal sealed unsafe class RandomStepping<TEnv, F> : IDisposable
    where TEnv : struct, IEnvironment
    where F : struct, IFloatLane<F>
{
    /// <summary>Environments in a block.</summary>
    public const int BlockLanes = EnvironmentStepper<TEnv, F>.BlockLanes;

    private const int RoundSteps = 256;

    /// <summary>Power of two. No built-in environment's episode is shorter, whatever the actions.</summary>
    private const int RenewalSteps = 8;

    /// <summary>Set in the step that keys a start state drawn ahead; never reached by the steps that key the others.</summary>
    private const ulong DrawnAhead = 1ul << 63;

    private readonly int numEnvs;
    private readonly EnvironmentStepper<TEnv, F> stepper;
    private readonly RandomActions<F> actions;
    private readonly int drawsPerRound;
    private readonly AlignedBuffer memory;
    private readonly SteppingCell<F>* cells;

    /// <summary>Creates the environments in start states.</summary>
    /// <param name="numEnvs">How many; at least 1, any number.</param>
    /// <param name="seed">Seed of start states and actions.</param>
    public RandomStepping(int numEnvs, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numEnvs);
        this.numEnvs = numEnvs;
        NumBlocks = ((numEnvs - 1) / BlockLanes) + 1;
        stepper = new EnvironmentStepper<TEnv, F>(new RandomKey(seed, RandomPurpose.Reset));
        actions = new RandomActions<F>(TEnv.Spec.Action, seed);
        drawsPerRound = Math.Max(1, RoundSteps / actions.StepsPerDraw);
        int numCells = ((numEnvs - 1) / F.Width) + 1;
        memory = new AlignedBuffer((long)numCells * sizeof(SteppingCell<F>) / sizeof(float));
        cells = (SteppingCell<F>*)memory.Pointer;
        for (int i = 0; i < numCells; i++)
        {
            ref SteppingCell<F> cell = ref cells[i];
            stepper.Start((uint)(i * F.Width), 0, ref cell.State);
            stepper.Start((uint)(i * F.Width), DrawnAhead, ref cell.Start);
            cell.Used = F.Zero > F.One;
            TEnv.Observe(ref cell.State, ref cell.Observation);
        }
    }

    /// <summary>Blocks of up to 64 environments.</summary>
    public int NumBlocks { get; }

    /// <summary>Steps that each environment takes in one round: about 256, a whole number of action draws.</summary>
    public int StepsPerRound => drawsPerRound * actions.StepsPerDraw;

    /// <summary>Runs one round of one block.</summary>
    /// <param name="block">The block, in [0, <see cref="NumBlocks"/>).</param>
    /// <param name="round">Number of the round, from 0; each block takes its rounds once and in order.</param>
    /// <param name="totals">Incremented.</param>
    public void RunRound(int block, long round, ref SteppingTotals totals)
    {
        int first = block * BlockLanes;
        int lanes = Math.Min(BlockLanes, numEnvs - first);
        int registers = ((lanes - 1) / F.Width) + 1;
        SteppingCell<F>* blockCells = cells + (first / F.Width);
        for (int r = 0; r < registers; r++)
            blockCells[r].Episodes = blockCells[r].EpisodeSteps = blockCells[r].RewardSum = F.Zero;
        StepAll(blockCells, registers, (uint)first, (ulong)(round * drawsPerRound));
        AddSums(blockCells, lanes, ref totals);
        totals.Steps += (long)lanes * StepsPerRound;
    }

    /// <summary>The state of one environment as it is now.</summary>
    /// <param name="environment">Index, in [0, numEnvs).</param>
    /// <param name="state">Output: <see cref="EnvironmentSpec.StateSize"/> values.</param>
    public void ReadState(int environment, Span<float> state)
    {
        float* values = stackalloc float[F.Width];
        for (int i = 0; i < state.Length; i++)
        {
            cells[environment / F.Width].State[i].Store(values);
            state[i] = values[environment % F.Width];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <remarks>Optimised at once: as the only code that is timed, it must not start out in the interpreter-like first tier.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StepAll(SteppingCell<F>* blockCells, int registers, uint environment, ulong firstDraw)
    {
        Unsafe.SkipInit(out Components<F> action);
        ulong step = firstDraw * (ulong)actions.StepsPerDraw;
        for (int draw = 0; draw < drawsPerRound; draw++)
        {
            for (int r = 0; r < registers; r++)
                DrawActions(environment + (uint)(r * F.Width), firstDraw + (ulong)draw, ref blockCells[r].Words);
            for (int s = 0; s < actions.StepsPerDraw; s++, step++)
            {
                if (step % RenewalSteps == 0)
                    RenewStarts(blockCells, registers, environment, step);
                int word = actions.WordOf(s);
                for (int r = 0; r < registers; r++)
                {
                    SteppingCell<F>* cell = blockCells + r;
                    actions.Take(ref cell->Words, word, ref action);
                    stepper.Advance(ref cell->State, ref cell->Elapsed, ref action, out F reward, out F terminated, out F truncated);
                    F done = terminated | truncated;
                    cell->Reward = reward;
                    cell->Terminated = F.Select(terminated, F.One, F.Zero);
                    cell->Truncated = F.Select(truncated, F.One, F.Zero);
                    cell->RewardSum += reward;
                    cell->Episodes += F.Select(done, F.One, F.Zero);
                    cell->EpisodeSteps += F.Select(done, cell->Elapsed, F.Zero);
                    cell->Elapsed = F.Select(done, F.Zero, cell->Elapsed);
                    if (F.Any(done & cell->Used))
                        DrawStarts(environment + (uint)(r * F.Width), step + 1, cell->Used, ref cell->Start);
                    for (int i = 0; i < stepper.StateSize; i++)
                        cell->State[i] = F.Select(done, cell->Start[i], cell->State[i]);
                    cell->Used |= done;
                    TEnv.Observe(ref cell->State, ref cell->Observation);
                }
            }
        }
    }

    /// <summary>Draws start states for the lanes that have used theirs.</summary>
    private void RenewStarts(SteppingCell<F>* blockCells, int registers, uint environment, ulong step)
    {
        for (int r = 0; r < registers; r++)
        {
            if (!F.Any(blockCells[r].Used))
                continue;
            DrawStarts(environment + (uint)(r * F.Width), DrawnAhead | step, blockCells[r].Used, ref blockCells[r].Start);
            blockCells[r].Used = F.Zero > F.One;
        }
    }

    /// <remarks>Not inlined, for the sake of the inliner's budget: a block of Philox is two hundred lane operations.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void DrawStarts(uint environment, ulong key, F where, ref Components<F> start)
    {
        Unsafe.SkipInit(out Components<F> fresh);
        stepper.Start(environment, key, ref fresh);
        for (int i = 0; i < stepper.StateSize; i++)
            start[i] = F.Select(where, fresh[i], start[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void DrawActions(uint environment, ulong draw, ref Components<F> words) => actions.Draw(environment, draw, ref words);

    private static void AddSums(SteppingCell<F>* blockCells, int lanes, ref SteppingTotals totals)
    {
        float* values = stackalloc float[3 * F.Width];
        for (int lane = 0; lane < lanes; lane += F.Width)
        {
            SteppingCell<F>* cell = blockCells + (lane / F.Width);
            cell->Episodes.Store(values);
            cell->EpisodeSteps.Store(values + F.Width);
            cell->RewardSum.Store(values + (2 * F.Width));
            for (int i = 0; i < Math.Min(F.Width, lanes - lane); i++)
            {
                totals.Episodes += (long)values[i];
                totals.EpisodeSteps += (long)values[F.Width + i];
                totals.RewardSum += values[(2 * F.Width) + i];
            }
        }
    }
}
