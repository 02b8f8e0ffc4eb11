using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;
using GpuAc.Lanes.Memory;

#pragma warning disable CS8500 // A lane is vectors and numbers, never a reference, so a pointer to a cell of lanes is sound.

namespace GpuAc.Envs.Vectorized;

/// <summary>Steps many environments with uniformly random actions: what the throughput benchmark times.</summary>
/// <typeparam name="TEnv">The environment.</typeparam>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// <para>Every step of every environment takes a freshly drawn action, advances the dynamics, checks the time limit, puts a freshly
/// drawn start state in place where an episode ended, and writes reward, terminated, truncated and the next observation to memory.
/// The state itself stays in registers for up to <see cref="RenewalSteps"/> steps and is then written too. All of it is overwritten in
/// place: nothing is kept for learning, and the observation before a reset is not computed (rollouts do that).</para>
/// <para>A register takes <see cref="StepsPerRound"/> steps before the next one has its turn, so that what it needs stays in the
/// first-level cache meanwhile.</para>
/// <para>Start states are drawn ahead, one per lane, and renewed every <see cref="RenewalSteps"/> steps where they have been used; a second
/// reset in such a period draws its own. A reset is then a blend, without a branch that random episodes would make unpredictable. Every
/// draw is keyed by environment and step alone, so the lane width and the number of threads change nothing but rounding.</para>
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

    /// <summary>State components that <see cref="SmallShape"/> has room for.</summary>
    private const int SmallState = 4;

    /// <summary>Set in the step that keys a start state drawn ahead; never reached by the steps that key the others.</summary>
    private const ulong DrawnAhead = 1ul << 63;

    private readonly int numEnvs;
    private readonly EnvironmentStepper<TEnv, F> stepper;
    private readonly RandomActions<F> actions;
    private readonly int drawsPerRound;
    private readonly bool isSmall;
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
        isSmall = stepper.StateSize <= SmallState && TEnv.Spec.Action.Components == 1;
        drawsPerRound = Math.Max(1, RoundSteps / actions.StepsPerDraw);
        int numCells = ((numEnvs - 1) / F.Width) + 1;
        memory = new AlignedBuffer((long)numCells * sizeof(SteppingCell<F>) / sizeof(float));
        cells = (SteppingCell<F>*)memory.Pointer;
        for (int i = 0; i < numCells; i++)
        {
            ref SteppingCell<F> cell = ref cells[i];
            stepper.Start((uint)(i * F.Width), 0, ref cell.State);
            stepper.Start((uint)(i * F.Width), DrawnAhead, ref cell.Start);
            cell.Used = cell.Done = F.Zero > F.One;
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
        {
            uint environment = (uint)(first + (r * F.Width));
            ulong draw = (ulong)(round * drawsPerRound);
            if (isSmall)
                Run<SmallShape>(ref blockCells[r], environment, draw);
            else
                Run<AnyShape>(ref blockCells[r], environment, draw);
        }

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

    /// <summary>One round of one register: stretches of steps, and between them what has to be drawn.</summary>
    private void Run<TShape>(ref SteppingCell<F> cell, uint environment, ulong firstDraw)
        where TShape : struct, IShape
    {
        cell.Episodes = cell.EpisodeSteps = cell.RewardSum = F.Zero;
        uint stepsPerDraw = (uint)actions.StepsPerDraw;
        ulong draw = firstDraw, nextDraw = firstDraw * stepsPerDraw;
        ulong step = nextDraw, end = step + (ulong)StepsPerRound;
        while (true)
        {
            if (F.Any(cell.Done & cell.Used))
                DrawStarts(environment, step, ref cell);
            Restart<TShape>(ref cell);
            if (step == end)
                return;
            if (step % RenewalSteps == 0 && F.Any(cell.Used))
            {
                DrawStarts(environment, DrawnAhead | step, ref cell);
                cell.Used = F.Zero > F.One;
            }

            if (step == nextDraw)
            {
                DrawActions(environment, draw++, ref cell.Words);
                nextDraw += stepsPerDraw;
            }

            ulong stop = Math.Min(nextDraw, (step | (RenewalSteps - 1)) + 1);
            int stepInDraw = (int)(step + stepsPerDraw - nextDraw);
            step += (uint)Stretch<TShape>(ref cell, stepInDraw, (int)(stop - step));
        }
    }

    /// <summary>
    /// Steps one register until <paramref name="steps"/> are done or a lane has ended twice since its start state was drawn. The last
    /// step's resets are left for <see cref="Restart"/>.
    /// </summary>
    /// <returns>Steps taken, at least 1.</returns>
    /// <remarks>
    /// Calls nothing, since a call would spill every vector register that lives across it: state, clock and sums stay in registers, for
    /// which they are locals reached with constant indices only. Optimised at once: it is what is timed, and must not change while it is.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Stretch<TShape>(ref SteppingCell<F> cell, int stepInDraw, int steps)
        where TShape : struct, IShape
    {
        Unsafe.SkipInit(out Components<F> state);
        Unsafe.SkipInit(out Components<F> action);
        Copy<TShape>(ref cell.State, ref state);
        F elapsed = cell.Elapsed, used = cell.Used, done;
        F episodes = cell.Episodes, episodeSteps = cell.EpisodeSteps, rewardSum = cell.RewardSum;
        int taken = 0;
        while (true)
        {
            if (TShape.IsSmall)
                action[0] = actions.TakeOne(ref cell.Words, stepInDraw + taken);
            else
                actions.Take(ref cell.Words, stepInDraw + taken, ref action);
            stepper.Advance(ref state, ref elapsed, ref action, out F reward, out F terminated, out F truncated);
            done = terminated | truncated;
            cell.Reward = reward;
            cell.Terminated = F.Select(terminated, F.One, F.Zero);
            cell.Truncated = F.Select(truncated, F.One, F.Zero);
            rewardSum += reward;
            episodes += F.Select(done, F.One, F.Zero);
            episodeSteps += F.Select(done, elapsed, F.Zero);
            elapsed = F.Select(done, F.Zero, elapsed);
            if (++taken == steps || F.Any(done & used))
                break;
            used |= done;
            Blend<TShape>(done, ref cell.Start, ref state);
            TEnv.Observe(ref state, ref cell.Observation);
        }

        Copy<TShape>(ref state, ref cell.State);
        cell.Elapsed = elapsed;
        cell.Used = used;
        cell.Done = done;
        cell.Episodes = episodes;
        cell.EpisodeSteps = episodeSteps;
        cell.RewardSum = rewardSum;
        return taken;
    }

    /// <summary>Puts start states in place where the last step of a stretch ended an episode, and observes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Restart<TShape>(ref SteppingCell<F> cell)
        where TShape : struct, IShape
    {
        Blend<TShape>(cell.Done, ref cell.Start, ref cell.State);
        TEnv.Observe(ref cell.State, ref cell.Observation);
        cell.Used |= cell.Done;
        cell.Done = F.Zero > F.One;
    }

    /// <summary>Draws start states for the lanes that have used theirs.</summary>
    /// <remarks>Not inlined, for the sake of the inliner's budget: a block of Philox is two hundred lane operations.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void DrawStarts(uint environment, ulong key, ref SteppingCell<F> cell)
    {
        Unsafe.SkipInit(out Components<F> fresh);
        stepper.Start(environment, key, ref fresh);
        for (int i = 0; i < stepper.StateSize; i++)
            cell.Start[i] = F.Select(cell.Used, fresh[i], cell.Start[i]);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TShape>(ref Components<F> source, ref Components<F> destination)
        where TShape : struct, IShape
    {
        // One by one, and with constant indices: a whole-struct copy or a variable index would keep the destination in memory.
        destination[0] = source[0];
        destination[1] = source[1];
        destination[2] = source[2];
        destination[3] = source[3];
        if (TShape.IsSmall)
            return;
        for (int i = SmallState; i < Components.Capacity; i++)
            destination[i] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blend<TShape>(F mask, ref Components<F> ifTrue, ref Components<F> state)
        where TShape : struct, IShape
    {
        state[0] = F.Select(mask, ifTrue[0], state[0]);
        state[1] = F.Select(mask, ifTrue[1], state[1]);
        state[2] = F.Select(mask, ifTrue[2], state[2]);
        state[3] = F.Select(mask, ifTrue[3], state[3]);
        if (TShape.IsSmall)
            return;
        for (int i = SmallState; i < Components.Capacity; i++)
            state[i] = F.Select(mask, ifTrue[i], state[i]);
    }

    /// <summary>What of an environment's sizes the compiler should know.</summary>
    private interface IShape
    {
        /// <summary>At most <see cref="SmallState"/> components of state, and one of action.</summary>
        static abstract bool IsSmall { get; }
    }

    private readonly struct SmallShape : IShape
    {
        public static bool IsSmall => true;
    }

    private readonly struct AnyShape : IShape
    {
        public static bool IsSmall => false;
    }
}
