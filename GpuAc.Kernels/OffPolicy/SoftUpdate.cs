using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.OffPolicy;

/// <summary>Target networks that follow the online ones slowly.</summary>
internal static class SoftUpdate
{
    /// <summary>τ·online + (1 − τ)·target, written target + τ·(online − target). Lillicrap et al., arXiv:1509.02971.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Polyak<F>(F target, F online, F tau)
        where F : struct, IFloatLane<F> => F.MultiplyAdd(tau, online - target, target);
}
