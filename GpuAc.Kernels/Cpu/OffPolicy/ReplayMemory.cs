using System.Runtime.CompilerServices;
using GpuAc.Kernels.Layouts;
using GpuAc.Kernels.States;
using GpuAc.Lanes;
using GpuAc.Lanes.Dense;
using GpuAc.Lanes.Memory;

namespace GpuAc.Kernels.Cpu.OffPolicy;

/// <summary>The replay memory of CPU workers; see <see cref="ReplayLayout"/>.</summary>
internal sealed unsafe class ReplayMemory : IDisposable
{
    private readonly AlignedBuffer memory;
    private readonly ReplayLayout layout;
    private long start;
    private long steps;

    /// <summary>Allocates.</summary>
    /// <param name="capacity">Transitions to keep, rounded up to whole time steps.</param>
    /// <param name="numEnvs">Environments.</param>
    /// <param name="observations">Observation components.</param>
    /// <param name="actions">Action components.</param>
    /// <param name="returnSteps">n of n-step returns, at least 1.</param>
    /// <param name="gamma">Discount.</param>
    public ReplayMemory(long capacity, int numEnvs, int observations, int actions, int returnSteps, float gamma)
    {
        layout = new ReplayLayout
        {
            Slots = ReplayLayout.SlotsOf(capacity, numEnvs),
            NumEnvs = numEnvs,
            Observations = observations,
            Actions = actions,
            ReturnSteps = returnSteps,
            Gamma = gamma,
        };
        memory = new AlignedBuffer(layout.Slots * numEnvs * layout.Length);
    }

    /// <summary>Place of the first action component in a record; the observation is before it.</summary>
    public int Action => layout.Observations;

    /// <inheritdoc cref="ReplayLayout.Reward"/>
    public int Reward => layout.Reward;

    /// <inheritdoc cref="ReplayLayout.Terminated"/>
    public int Terminated => layout.Terminated;

    /// <inheritdoc cref="ReplayLayout.Ended"/>
    public int Ended => layout.Ended;

    /// <inheritdoc cref="ReplayLayout.Next"/>
    public int Next => layout.Next;

    /// <summary>Time steps written since the start.</summary>
    public long Steps => steps;

    /// <summary>Transitions that can be drawn.</summary>
    public long Count => layout.Count(start, Steps);

    /// <summary>The record of an environment in the time step being written.</summary>
    public float* Current(int environment) => memory.Pointer + layout.At(Steps, environment);

    /// <summary>Completes the time step being written; to be called by one worker, between barriers.</summary>
    public void Advance() => steps++;

    /// <summary>Forgets everything.</summary>
    public void Clear() => start = Steps;

    /// <summary>Draws transitions uniformly, with replacement. Needs <see cref="Count"/> ≥ 1.</summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="update">Number of the update.</param>
    /// <param name="first">Sample of the first lane; with the update it keys the draw.</param>
    /// <param name="registers">Registers of samples.</param>
    /// <param name="indices">Output, one per sample.</param>
    public void Draw<F>(RandomKey key, ulong update, int first, int registers, long* indices)
        where F : struct, IFloatLane<F>
    {
        float* words = stackalloc float[32];
        long count = Count;
        for (int register = 0; register < registers; register++)
        {
            int lane = register * F.Width;
            Quad<F> draws = F.Uniform4(key, (uint)(first + lane), update, 0);
            draws.A.Store(words);
            draws.B.Store(words + 16);
            for (int i = 0; i < F.Width; i++)
                indices[lane + i] = ReplayLayout.Draw(words[i], words[16 + i], count);
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
            indices[i] = ReplayLayout.Newest(first + i, size, Count);
    }

    /// <summary>Copies the observations of drawn transitions.</summary>
    /// <param name="indices">From <see cref="Draw"/>.</param>
    /// <param name="count">Samples, at most 64.</param>
    /// <param name="target">Output, [observation][64].</param>
    public void GatherObservations(long* indices, int count, float* target)
    {
        for (int lane = 0; lane < count; lane++)
        {
            long step = layout.Find(indices[lane], start, Steps, out int environment);
            Copy(layout.At(step, environment), layout.Observations, target + lane);
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
        var values = new Values(memory.Pointer);
        for (int lane = 0; lane < count; lane++)
        {
            long step = layout.Find(indices[lane], start, Steps, out int environment);
            long at = layout.At(step, environment);
            Copy(at, Reward, current + lane);
            at = layout.Return(values, at, step, environment, Steps, out rewards[lane], out discounts[lane]);
            Copy(at + Next, layout.Observations, next + lane);
        }
    }

    /// <summary>Names the transitions kept, and where they begin and end.</summary>
    public void Transfer(StateTransfer state)
    {
        long written = state.Count("replay/steps", ref steps);
        state.Count("replay/start", ref start, most: written);
        state.Numbers("replay/transitions", memory.Pointer, Math.Min(written, layout.Slots) * layout.NumEnvs * layout.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    // Of one sample into its lane of some rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(long from, int count, float* target)
    {
        float* source = memory.Pointer + from;
        for (int i = 0; i < count; i++)
            target[i * Tile.Lanes] = source[i];
    }

    private readonly struct Values(float* pointer) : IReplayValues
    {
        private readonly float* pointer = pointer;

        public float Load(long index) => pointer[index];
    }
}
