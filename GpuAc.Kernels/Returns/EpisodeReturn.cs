using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>
/// The discounted return of an episode and nothing else. Williams (1992), "Simple statistical gradient-following algorithms".
/// </summary>
/// <remarks>
/// <para>G[t] = r[t] + γ·G[t+1] within the episode, 0 beyond its last step, be that a terminal state or a time limit: no critic's estimate
/// stands in for rewards that were never seen. The advantage is G[t] − V[t], or G[t] itself <see cref="ReturnSettings.WithoutBaseline"/>;
/// the value target G[t].</para>
/// <para>For rollouts of whole episodes: at the end of the rollout, too, it takes what was seen for all there is. One pass
/// backwards.</para>
/// </remarks>
internal readonly struct EpisodeReturn : IReturnEstimator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<F, TColumn>(in ReturnSettings settings, int numSteps, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>
    {
        F gamma = F.Of(settings.Gamma);
        F target = F.Zero;
        for (int t = numSteps - 1; t >= 0; t--)
        {
            F end = column.End(t);
            F ended = EpisodeEnd.IsTerminated(end) | EpisodeEnd.IsTruncated(end);
            target = F.MultiplyAdd(gamma, F.Select(ended, F.Zero, target), column.Reward(t));
            column.Store(t, settings.WithoutBaseline ? target : target - column.Value(t), target);
        }
    }
}
