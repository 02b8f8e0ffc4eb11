using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>One-step and n-step targets of action values, and the critics' loss.</summary>
public static class TemporalDifference
{
    /// <summary>
    /// y = R + γⁿ·(1 − terminated)·V(s'): the discounted rewards of n steps and what the target networks expect afterwards.
    /// </summary>
    /// <param name="reward">R = Σ γᵏ·r[k] of the n steps.</param>
    /// <param name="discount">γⁿ, or 0 where a terminal state was reached; a time limit does not make it 0.</param>
    /// <param name="nextValue">V(s').</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Target<F>(F reward, F discount, F nextValue)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(discount, nextValue, reward);

    /// <summary>SAC's soft value of the next state: min Q'(s', a') − α·ln π(a' | s').</summary>
    /// <param name="minQ">Smaller of the target critics' values.</param>
    /// <param name="temperature">α; 0 for algorithms without.</param>
    /// <param name="logProb">ln π(a' | s').</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F SoftValue<F>(F minQ, F temperature, F logProb)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(-temperature, logProb, minQ);

    /// <summary>
    /// ½(Q − y)², whose derivative by Q is Q − y. Halved, as in SAC's paper; Stable-Baselines3's SAC does too, its TD3 does not.
    /// </summary>
    /// <param name="error">Q − y.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Loss<F>(F error)
        where F : struct, IFloatLane<F> => F.Of(0.5f) * error * error;
}
