using GpuAc.Kernels.Lanes;
using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// A replay memory in device memory, <c>[step][environment][record]</c>; a record is observation, action, reward, terminated, ended and
/// next observation side by side. See <see cref="Cpu.OffPolicy.ReplayMemory"/>, which draws the same transitions.
/// </summary>
internal struct ReplayRecords
{
    /// <summary>All records.</summary>
    public ArrayView<float> Values;

    /// <summary>Time steps that there is room for; one of them is being written.</summary>
    public long Slots;

    /// <summary>Environments.</summary>
    public int NumEnvs;

    /// <summary>Components of an observation.</summary>
    public int Observations;

    /// <summary>Components of an action.</summary>
    public int Actions;

    /// <summary>n of n-step returns.</summary>
    public int ReturnSteps;

    /// <summary>Discount.</summary>
    public float Gamma;

    /// <summary>Place of the reward in a record.</summary>
    public readonly int Reward => Observations + Actions;

    /// <summary>Place of the flag that a terminal state was reached.</summary>
    public readonly int Terminated => Reward + 1;

    /// <summary>Place of the flag that the episode ended.</summary>
    public readonly int Ended => Reward + 2;

    /// <summary>Place of the next observation.</summary>
    public readonly int Next => Reward + 3;

    /// <summary>Length of a record.</summary>
    public readonly int Length => Next + Observations;

    /// <summary>Time steps that a memory of some transitions keeps, the one being written included.</summary>
    public static long SlotsOf(long capacity, int numEnvs) => ((capacity + numEnvs - 1) / numEnvs) + 1;

    /// <summary>First value of a record.</summary>
    public readonly long At(long step, int environment) => (((step % Slots) * NumEnvs) + environment) * Length;

    /// <summary>Draws a transition uniformly.</summary>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="update">Number of the update.</param>
    /// <param name="sample">Sample of the minibatch.</param>
    /// <param name="start">Time steps that have been forgotten.</param>
    /// <param name="steps">Time steps written so far, those included.</param>
    /// <param name="environment">Output: whose it is.</param>
    /// <returns>Its time step.</returns>
    public readonly long Draw(RandomKey key, ulong update, uint sample, long start, long steps, out int environment)
    {
        Quad<Lane1> words = Lane1.Uniform4(key, sample, update, 0);
        long count = Known(start, steps) * NumEnvs;
        // Two words of 24 bits make 48; times the count, without the last 48 bits.
        long high = (long)(words.A.Value * (1 << 24)), low = (long)(words.B.Value * (1 << 24));
        long index = ((high * count) + ((low * count) >> 24)) >> 24;
        return Find(index, start, steps, out environment);
    }

    /// <summary>Finds one of the newest transitions, in the order in which they were made.</summary>
    /// <param name="position">Position among them; beyond the last it is the last.</param>
    /// <param name="size">How many there are to be; where fewer are known, the oldest stands in.</param>
    /// <param name="start">Time steps that have been forgotten.</param>
    /// <param name="steps">Time steps written so far, those included.</param>
    /// <param name="environment">Output: whose it is.</param>
    /// <returns>Its time step.</returns>
    public readonly long Newest(int position, int size, long start, long steps, out int environment)
    {
        long index = (Known(start, steps) * NumEnvs) - size + (position < size ? position : size - 1);
        return Find(index < 0 ? 0 : index, start, steps, out environment);
    }

    // Time steps that can be drawn from.
    private readonly long Known(long start, long steps) => steps - start < Slots - 1 ? steps - start : Slots - 1;

    private readonly long Find(long index, long start, long steps, out int environment)
    {
        long within = index / NumEnvs;
        environment = (int)(index - (within * NumEnvs));
        return steps - Known(start, steps) + within;
    }
}
