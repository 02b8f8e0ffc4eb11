using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Inference;

/// <summary>What a policy computes of one observation, in double precision.</summary>
internal static class PolicyReference
{
    public static (double[] Outputs, double Value, double[] Action) Act(PolicySnapshot policy, ReadOnlySpan<float> observation)
    {
        var input = new double[observation.Length];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = observation[i];
            if (policy.Normalization is { } n)
                input[i] = Math.Clamp((observation[i] - (double)n.Mean[i]) / Math.Sqrt(n.Variance[i] + (double)n.Epsilon), -n.Clip, n.Clip);
        }

        (double[] outputs, double value) = new ActorCriticReference(policy.Network).Forward([.. policy.Parameters], input);
        return (outputs, value / policy.RewardScale, Decide(policy, outputs[..policy.ActionNames.Length]));
    }

    /// <summary>Log standard deviations of a Gaussian policy, given what its actor gives.</summary>
    public static double[] LogStds(PolicySnapshot policy, double[] outputs) =>
        policy.Distribution == DistributionKind.StateDependentSquashedGaussian
            ? [.. outputs[policy.ActionNames.Length..].Select(logStd => Math.Clamp(logStd, -20, 2))]
            : [.. policy.Parameters[policy.Network.LogStdOffset..].Select(logStd => (double)logStd)];

    private static double[] Decide(PolicySnapshot policy, double[] outputs) => policy.Distribution switch
    {
        DistributionKind.Categorical => [Array.IndexOf(outputs, outputs.Max())],
        DistributionKind.DiagonalGaussian or DistributionKind.Deterministic =>
            [.. outputs.Select((mean, i) => Math.Clamp(mean, policy.ActionLow[i], policy.ActionHigh[i]))],
        _ => [.. outputs.Select((mean, i) => Scaled(Math.Tanh(mean), policy.ActionLow[i], policy.ActionHigh[i]))],
    };

    private static double Scaled(double squashed, double low, double high) => low + ((squashed + 1) / 2 * (high - low));
}
