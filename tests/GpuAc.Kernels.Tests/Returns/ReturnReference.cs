namespace GpuAc.Kernels.Tests.Returns;

/// <summary>The estimators in double precision, forwards from their definitions rather than by recursion.</summary>
internal static class ReturnReference
{
    /// <summary>A[t] = Σ[k] (γλ)ᵏ·δ[t+k] to the end of the episode or the rollout.</summary>
    public static double GeneralizedAdvantage(Rollout rollout, int t, int e, double gamma, double lambda)
    {
        double sum = 0;
        double weight = 1;
        for (int s = t; s < rollout.NumSteps; s++)
        {
            bool terminated = rollout.Terminated[s, e] == 1;
            bool truncated = rollout.Truncated[s, e] == 1;
            double next = terminated ? 0 : truncated ? rollout.FinalValues[s, e] : rollout.Values[s + 1, e];
            sum += weight * (rollout.Rewards[s, e] + gamma * next - rollout.Values[s, e]);
            if (terminated || truncated)
                break;
            weight *= gamma * lambda;
        }

        return sum;
    }

    /// <summary>G[t] = Σ[k &lt; n] γᵏ·r[t+k] + γⁿ·V[t+n], cut short by the end of the episode or the rollout.</summary>
    public static double NStepReturn(Rollout rollout, int t, int e, double gamma, int n)
    {
        double sum = 0;
        double weight = 1;
        for (int s = t; s < rollout.NumSteps && s - t < n; s++)
        {
            sum += weight * rollout.Rewards[s, e];
            weight *= gamma;
            if (rollout.Terminated[s, e] == 1)
                return sum;
            if (rollout.Truncated[s, e] == 1)
                return sum + weight * rollout.FinalValues[s, e];
        }

        return sum + weight * rollout.Values[Math.Min(t + n, rollout.NumSteps), e];
    }
}
