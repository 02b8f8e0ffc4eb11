using System.Runtime.CompilerServices;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Returns;

/// <summary>Generalised advantage estimation, GAE(λ). Schulman et al., arXiv:1506.02438, equations 12 and 16.</summary>
/// <remarks>
/// <para>δ[t] = r[t] + γ·nextV[t]·(1 − terminated[t]) − V[t], where nextV[t] is V of the true final observation where step t was
/// truncated, and V[t+1] elsewhere;</para>
/// <para>A[t] = δ[t] + γλ·(1 − ended[t])·A[t+1] with ended = terminated or truncated and A[numSteps] = 0; the value target is
/// A[t] + V[t], TD(λ)'s. Nothing crosses the end of an episode.</para>
/// <para>One pass backwards, O(numSteps). CleanRL treats truncation as termination; Stable-Baselines3 bootstraps as here, by
/// adding γ·V(final) to the reward.</para>
/// </remarks>
internal readonly struct GeneralizedAdvantage : IReturnEstimator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<F, TColumn>(in ReturnSettings settings, int numSteps, ref TColumn column)
        where F : struct, IFloatLane<F>
        where TColumn : struct, IRolloutColumn<F>
    {
        F gamma = F.Of(settings.Gamma);
        F gammaLambda = F.Of(settings.Gamma * settings.GaeLambda);
        F advantage = F.Zero;
        F valueAfter = column.Value(numSteps);
        for (int t = numSteps - 1; t >= 0; t--)
        {
            F end = column.End(t);
            F terminated = EpisodeEnd.IsTerminated(end), truncated = EpisodeEnd.IsTruncated(end);
            F value = column.Value(t);

            F nextValue = F.Select(truncated, column.FinalValue(t), valueAfter);
            nextValue = F.Select(terminated, F.Zero, nextValue);
            F delta = F.MultiplyAdd(gamma, nextValue, column.Reward(t)) - value;
            advantage = F.MultiplyAdd(gammaLambda, F.Select(terminated | truncated, F.Zero, advantage), delta);

            column.Store(t, advantage, advantage + value);
            valueAfter = value;
        }
    }
}
