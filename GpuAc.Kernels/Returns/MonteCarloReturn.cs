using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>The whole discounted return to the end of the episode. Sutton and Barto, "Reinforcement Learning", equation 3.9.</summary>
/// <remarks>
/// G[t] = r[t] + γ·next[t], where next[t] is 0 where step t terminated, V of the true final observation where it was truncated,
/// and G[t+1] elsewhere, with G[numSteps] = V[numSteps] for episodes that the rollout leaves unfinished. The value target is G[t], the
/// advantage G[t] − V[t]; the same as GAE(1). One pass backwards, O(numSteps).
/// </remarks>
internal readonly struct MonteCarloReturn : IReturnEstimator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<F, TColumn>(in ReturnSettings settings, int numSteps, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>
    {
        F gamma = F.Of(settings.Gamma);
        F target = column.Value(numSteps);
        for (int t = numSteps - 1; t >= 0; t--)
        {
            F end = column.End(t);
            F next = F.Select(EpisodeEnd.IsTruncated(end), column.FinalValue(t), target);
            next = F.Select(EpisodeEnd.IsTerminated(end), F.Zero, next);
            target = F.MultiplyAdd(gamma, next, column.Reward(t));
            column.Store(t, target - column.Value(t), target);
        }
    }
}
