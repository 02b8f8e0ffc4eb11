using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>Noise on actions: what exploration and target smoothing add.</summary>
public static class ActionNoise
{
    /// <summary>One standard normal draw per dimension.</summary>
    /// <param name="actionSize">Dimensions, at most 8.</param>
    /// <param name="key">Seed and purpose.</param>
    /// <param name="first">Environment or sample of the first lane.</param>
    /// <param name="step">Time step or update.</param>
    /// <param name="block">First block of four draws to use; two are set aside.</param>
    /// <param name="noise">Output.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Normal<F>(int actionSize, RandomKey key, uint first, ulong step, uint block, ref Components<F> noise)
        where F : struct, IFloatLane<F>
    {
        for (int i = 0; i < actionSize; i += 4, block++)
        {
            Quad<F> uniform = F.Uniform4(key, first, step, block);
            LaneMath.NormalPair(uniform.A, uniform.B, out F a, out F b);
            noise[i] = a;
            noise[i + 1] = b;
            if (i + 2 >= actionSize)
                return;
            LaneMath.NormalPair(uniform.C, uniform.D, out F c, out F d);
            noise[i + 2] = c;
            noise[i + 3] = d;
        }
    }

    /// <summary>a + clip(σ·n, −c, c): TD3's target policy smoothing. Fujimoto et al., arXiv:1802.09477, equation 14.</summary>
    /// <param name="action">a.</param>
    /// <param name="normal">n, a standard normal draw.</param>
    /// <param name="sigma">σ, in units of the action.</param>
    /// <param name="clip">c, above 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Smooth<F>(F action, F normal, F sigma, F clip)
        where F : struct, IFloatLane<F> => action + F.Min(clip, F.Max(-clip, sigma * normal));

    /// <summary>
    /// The next value of an Ornstein-Uhlenbeck process around 0: x + θ·(0 − x)·dt + σ·√dt·n, noise that keeps its direction for a while.
    /// Uhlenbeck and Ornstein (1930), as used by Lillicrap et al., arXiv:1509.02971.
    /// </summary>
    /// <param name="x">The last value.</param>
    /// <param name="normal">n, a standard normal draw.</param>
    /// <param name="theta">θ, the pull towards 0 per unit of time.</param>
    /// <param name="sigma">σ.</param>
    /// <param name="timeStep">dt.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F OrnsteinUhlenbeck<F>(F x, F normal, F theta, F sigma, F timeStep)
        where F : struct, IFloatLane<F> => x - theta * x * timeStep + sigma * F.Sqrt(timeStep) * normal;
}
