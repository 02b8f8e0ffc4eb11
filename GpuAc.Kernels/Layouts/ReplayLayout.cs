using System.Runtime.CompilerServices;

namespace GpuAc.Kernels.Layouts;

/// <summary>A device's memory of replay records.</summary>
internal interface IReplayValues
{
    /// <summary>A value.</summary>
    float Load(long index);
}

/// <summary>
/// Where the last transitions of all environments lie, a ring of time steps: <c>[step][environment][record]</c>, a record being
/// observation, action, reward, terminated, ended and next observation side by side, so that a draw touches one or two cache lines.
/// </summary>
/// <remarks>
/// <para>The next observation is the true successor, before any reset; only a terminated episode masks what follows it.</para>
/// <para>The time step being written is never drawn from, nor is the one that it replaces, so that acting and learning may overlap.</para>
/// <para>n-step returns are summed when drawn, along the environment's next records, up to the end of the episode or of what is
/// known.</para>
/// </remarks>
internal struct ReplayLayout
{
    /// <summary>Time steps that there is room for; one of them is being written.</summary>
    public long Slots;

    /// <summary>Environments.</summary>
    public int NumEnvs;

    /// <summary>Components of an observation.</summary>
    public int Observations;

    /// <summary>Components of an action.</summary>
    public int Actions;

    /// <summary>n of n-step returns, at least 1.</summary>
    public int ReturnSteps;

    /// <summary>Discount.</summary>
    public float Gamma;

    /// <summary>Place of the reward in a record; observation and action are before it.</summary>
    public readonly int Reward => Observations + Actions;

    /// <summary>Place of the flag that a terminal state was reached.</summary>
    public readonly int Terminated => Reward + 1;

    /// <summary>Place of the flag that the episode ended, by a terminal state or the time limit.</summary>
    public readonly int Ended => Reward + 2;

    /// <summary>Place of the next observation.</summary>
    public readonly int Next => Reward + 3;

    /// <summary>Length of a record.</summary>
    public readonly int Length => Next + Observations;

    /// <summary>Time steps that a memory of some transitions keeps, the one being written included.</summary>
    public static long SlotsOf(long capacity, int numEnvs) => ((capacity + numEnvs - 1) / numEnvs) + 1;

    /// <summary>First value of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long At(long step, int environment) => (((step % Slots) * NumEnvs) + environment) * Length;

    /// <summary>Transitions that can be drawn.</summary>
    /// <param name="start">Time steps that have been forgotten.</param>
    /// <param name="steps">Time steps written so far, those included.</param>
    public readonly long Count(long start, long steps) => Known(start, steps) * NumEnvs;

    /// <summary>Draws one of some transitions uniformly.</summary>
    /// <param name="first">A uniform draw of 24 bits.</param>
    /// <param name="second">Another, so that every transition of the largest memory is as likely as the others.</param>
    /// <param name="count">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Draw(float first, float second, long count)
    {
        // Two words of 24 bits make 48; times the count, without the last 48 bits.
        long high = (long)(first * (1 << 24)), low = (long)(second * (1 << 24));
        return ((high * count) + ((low * count) >> 24)) >> 24;
    }

    /// <summary>One of the newest transitions, in the order in which they were made.</summary>
    /// <param name="position">Position among them; beyond the last it is the last.</param>
    /// <param name="size">How many there are to be; where fewer are known, the oldest stands in.</param>
    /// <param name="count">How many can be drawn.</param>
    public static long Newest(int position, int size, long count)
    {
        long index = count - size + (position < size ? position : size - 1);
        return index < 0 ? 0 : index;
    }

    /// <summary>The time step and the environment of a transition, counted from the oldest one that can be drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Find(long index, long start, long steps, out int environment)
    {
        long within = index / NumEnvs;
        environment = (int)(index - (within * NumEnvs));
        return steps - Known(start, steps) + within;
    }

    /// <summary>Sums the rewards of n steps.</summary>
    /// <param name="values">The records.</param>
    /// <param name="at">First value of the first record.</param>
    /// <param name="step">Its time step.</param>
    /// <param name="environment">Whose they are.</param>
    /// <param name="steps">Time steps written so far.</param>
    /// <param name="reward">Output: Σ γᵏ·r[k].</param>
    /// <param name="discount">Output: γⁿ, or 0 where a terminal state was reached.</param>
    /// <returns>First value of the last record.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Return<TValues>(
        TValues values, long at, long step, int environment, long steps, out float reward, out float discount)
        where TValues : struct, IReplayValues
    {
        reward = values.Load(at + Reward);
        discount = Gamma;
        for (int k = 1; k < ReturnSteps && values.Load(at + Ended) == 0f && step + k < steps; k++)
        {
            at = At(step + k, environment);
            reward += discount * values.Load(at + Reward);
            discount *= Gamma;
        }

        discount = values.Load(at + Terminated) == 0f ? discount : 0f;
        return at;
    }

    // Time steps that can be drawn from.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly long Known(long start, long steps) => steps - start < Slots - 1 ? steps - start : Slots - 1;
}
