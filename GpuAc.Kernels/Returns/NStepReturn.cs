using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>The n-step return. Sutton and Barto, "Reinforcement Learning", equation 7.1; Mnih et al., arXiv:1602.01783, §4.</summary>
/// <remarks>
/// <para>G[t] = Σ[k &lt; n] γᵏ·r[t+k] + γⁿ·V[t+n]. The sum stops early at the end of the episode (with γᵏ⁺¹ times V of the true final
/// observation where step t+k was truncated, with nothing where it terminated) and at the end of the rollout (with
/// V[numSteps]). The value target is G[t], the advantage G[t] − V[t].</para>
/// <para>O(numSteps · n); from n = numSteps on every sum reaches the end and the pass of <see cref="MonteCarloReturn"/> gives the same
/// in O(numSteps). n = 1 is TD(0). The sliding window is summed afresh for each step, since dividing rewards out again by
/// γ would lose precision.</para>
/// </remarks>
internal readonly struct NStepReturn : IReturnEstimator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<F, TColumn>(in ReturnSettings settings, int numSteps, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>
    {
        if (settings.ReturnSteps >= numSteps)
        {
            MonteCarloReturn.Compute<F, TColumn>(settings, numSteps, ref column);
            return;
        }

        F gamma = F.Of(settings.Gamma);
        for (int t = 0; t < numSteps; t++)
        {
            int until = Math.Min(t + settings.ReturnSteps, numSteps);
            F target = Window<F, TColumn>(gamma, t, until, ref column);
            column.Store(t, target - column.Value(t), target);
        }
    }

    /// <summary>The return of step <paramref name="t"/> from the rewards of the steps before <paramref name="until"/>, backwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F Window<F, TColumn>(F gamma, int t, int until, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>
    {
        F target = column.Value(until);
        for (int s = until - 1; s >= t; s--)
        {
            F end = column.End(s);
            F next = F.Select(EpisodeEnd.IsTruncated(end), column.FinalValue(s), target);
            next = F.Select(EpisodeEnd.IsTerminated(end), F.Zero, next);
            target = F.MultiplyAdd(gamma, next, column.Reward(s));
        }

        return target;
    }
}
