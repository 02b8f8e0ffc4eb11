using GpuAc.Kernels.Devices;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>
/// The last transitions of all environments, a ring of time steps: <c>[step][environment][record]</c>, a record being observation, action,
/// reward, terminated, ended and next observation side by side, so that a draw touches one or two cache lines.
/// </summary>
/// <remarks>
/// <para>The next observation is the true successor, before any reset; only a terminated episode masks what follows it.</para>
/// <para>The time step being written is never drawn from, nor is the one that it replaces: acting and learning go on beside each
/// other.</para>
/// <para>n-step returns are summed when drawn, along the environment's next records, up to the end of the episode or of what is
/// known.</para>
/// </remarks>
internal sealed unsafe class ReplayMemory : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly long slots;
    private readonly int numEnvs;
    private readonly int observations;
    private readonly int stride;
    private readonly int returnSteps;
    private readonly float gamma;

    /// <summary>Allocates.</summary>
    /// <param name="capacity">Transitions to keep, rounded up to whole time steps.</param>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="observations">Observation components.</param>
    /// <param name="actions">Action components.</param>
    /// <param name="returnSteps">n of n-step returns, at least 1.</param>
    /// <param name="gamma">Discount.</param>
    public ReplayMemory(long capacity, int numEnvs, int observations, int actions, int returnSteps, float gamma)
    {
        this.numEnvs = numEnvs;
        this.observations = observations;
        this.returnSteps = returnSteps;
        this.gamma = gamma;
        Action = observations;
        Reward = Action + actions;
        Terminated = Reward + 1;
        Ended = Terminated + 1;
        Next = Ended + 1;
        stride = Next + observations;
        slots = ((capacity + numEnvs - 1) / numEnvs) + 1;
        memory = new AlignedBuffer(slots * numEnvs * stride);
    }

    /// <summary>Place of the first action component in a record; the observation is before it.</summary>
    public int Action { get; }

    /// <summary>Place of the reward.</summary>
    public int Reward { get; }

    /// <summary>Place of the flag that a terminal state was reached.</summary>
    public int Terminated { get; }

    /// <summary>Place of the flag that the episode ended, by a terminal state or the time limit.</summary>
    public int Ended { get; }

    /// <summary>Place of the next observation.</summary>
    public int Next { get; }

    /// <summary>Time steps written since the start, or since <see cref="Clear"/>.</summary>
    public long Steps { get; private set; }

    /// <summary>Transitions that can be drawn.</summary>
    public long Count => Math.Min(Steps, slots - 1) * numEnvs;

    /// <summary>The record of an environment in the time step being written.</summary>
    public float* Current(int environment) => Record(Steps, environment);

    /// <summary>Completes the time step being written; to be called by one worker, between barriers.</summary>
    public void Advance() => Steps++;

    /// <summary>Forgets everything.</summary>
    public void Clear() => Steps = 0;

    /// <summary>Draws transitions uniformly, with replacement. Needs <see cref="Count"/> ≥ 1.</summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="update">Number of the update.</param>
    /// <param name="first">Sample of the first lane; with the update it keys the draw.</param>
    /// <param name="registers">Registers of samples.</param>
    /// <param name="indices">Output, one a sample.</param>
    public void Draw<F>(RandomKey key, ulong update, int first, int registers, long* indices)
        where F : struct, IFloatLane<F>
    {
        float* words = stackalloc float[32];
        double count = Count;
        for (int register = 0; register < registers; register++)
        {
            int lane = register * F.Width;
            Quad<F> draws = F.Uniform4(key, (uint)(first + lane), update, 0);
            draws.A.Store(words);
            draws.B.Store(words + 16);
            // Two words of 24 bits, so that every transition of the largest memory is as likely as the others.
            for (int i = 0; i < F.Width; i++)
                indices[lane + i] = (long)((words[i] + (words[16 + i] * (1.0 / (1 << 24)))) * count);
        }
    }

    /// <summary>The newest transitions, in the order in which they were made.</summary>
    /// <param name="first">Position among them of the first to give.</param>
    /// <param name="size">How many there are to be; at most <see cref="Count"/>, beyond which the oldest stands in.</param>
    /// <param name="count">How many to give; beyond the last of them it is repeated.</param>
    /// <param name="indices">Output, as <see cref="Draw"/>'s.</param>
    public void Newest(int first, int size, int count, long* indices)
    {
        for (int i = 0; i < count; i++)
            indices[i] = Math.Max(0, Count - size + Math.Min(first + i, size - 1));
    }

    /// <summary>Copies the observations of drawn transitions.</summary>
    /// <param name="indices">From <see cref="Draw"/>.</param>
    /// <param name="count">Samples, at most 64.</param>
    /// <param name="target">Output, [observation][64].</param>
    public void GatherObservations(long* indices, int count, float* target)
    {
        for (int lane = 0; lane < count; lane++)
        {
            float* record = Find(indices[lane], out _, out _);
            for (int i = 0; i < observations; i++)
                target[(i * Tile.Lanes) + lane] = record[i];
        }
    }

    /// <summary>Copies drawn transitions.</summary>
    /// <param name="indices">From <see cref="Draw"/>.</param>
    /// <param name="count">Samples, at most 64.</param>
    /// <param name="current">Output, [observation + action][64].</param>
    /// <param name="rewards">Output, [64]: Σ γᵏ·r[k].</param>
    /// <param name="discounts">Output, [64]: γⁿ, or 0 where a terminal state was reached.</param>
    /// <param name="next">Output, [observation][64]: what was observed after the last of the n steps.</param>
    public void Gather(long* indices, int count, float* current, float* rewards, float* discounts, float* next)
    {
        for (int lane = 0; lane < count; lane++)
        {
            float* record = Find(indices[lane], out long step, out int environment);
            for (int i = 0; i < Reward; i++)
                current[(i * Tile.Lanes) + lane] = record[i];
            float reward = record[Reward], discount = gamma;
            for (int k = 1; k < returnSteps && record[Ended] == 0 && step + 1 < Steps; k++)
            {
                record = Record(++step, environment);
                reward += discount * record[Reward];
                discount *= gamma;
            }

            rewards[lane] = reward;
            discounts[lane] = record[Terminated] == 0 ? discount : 0;
            float* after = record + Next;
            for (int i = 0; i < observations; i++)
                next[(i * Tile.Lanes) + lane] = after[i];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private float* Find(long index, out long step, out int environment)
    {
        long within = index / numEnvs;
        environment = (int)(index - (within * numEnvs));
        step = Steps - Math.Min(Steps, slots - 1) + within;
        return Record(step, environment);
    }

    private float* Record(long step, int environment) => memory.Pointer + ((((step % slots) * numEnvs) + environment) * stride);
}
