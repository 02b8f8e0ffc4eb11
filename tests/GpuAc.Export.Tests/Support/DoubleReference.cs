using GpuAc.Policies.Activations;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Export.Tests.Support;

/// <summary>
/// A policy's forward pass in double precision, written from its documentation and sharing no code with either side of the export.
/// </summary>
internal static class DoubleReference
{
    internal static (double[] Action, double Value, double[] Distribution, double[] LogStds) Forward(
        PolicySnapshot policy, ReadOnlySpan<float> observation)
    {
        var x = new double[observation.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = observation[i];
            if (policy.Normalization is { } n)
                x[i] = Math.Clamp((x[i] - n.Mean[i]) / Math.Sqrt(n.Variance[i] + (double)n.Epsilon), -n.Clip, n.Clip);
        }

        ActorCriticSpec network = policy.Network;
        double[] features = Mlp(network.Body, policy.Parameters, x);
        double[] distribution = Mlp(network.Actor, policy.Parameters.AsSpan(network.ActorOffset), features);
        double value = Mlp(network.Critic, policy.Parameters.AsSpan(network.CriticOffset), features)[0];
        int actions = policy.ActionNames.Length;
        double[] logStds = policy.Distribution switch
        {
            DistributionKind.DiagonalGaussian or DistributionKind.SquashedGaussian =>
                [.. policy.Parameters[network.LogStdOffset..].Select(logStd => (double)logStd)],
            DistributionKind.StateDependentSquashedGaussian => [.. distribution[actions..].Select(logStd => Math.Clamp(logStd, -20, 2))],
            _ => [],
        };
        distribution = distribution[..actions];
        return (Mode(policy, distribution), value / policy.RewardScale, distribution, logStds);
    }

    private static double[] Mode(PolicySnapshot policy, double[] outputs)
    {
        if (policy.Distribution == DistributionKind.Categorical)
            return [Array.IndexOf(outputs, outputs.Max())];
        var action = new double[outputs.Length];
        for (int i = 0; i < action.Length; i++)
        {
            (double low, double high) = (policy.ActionLow[i], policy.ActionHigh[i]);
            action[i] = policy.Distribution is DistributionKind.DiagonalGaussian or DistributionKind.Deterministic
                ? Math.Clamp(outputs[i], low, high)
                : low + ((Math.Tanh(outputs[i]) + 1) / 2 * (high - low));
        }

        return action;
    }

    private static double[] Mlp(MlpSpec mlp, ReadOnlySpan<float> parameters, double[] x)
    {
        foreach (DenseLayerSpec layer in mlp.Layers)
        {
            var y = new double[layer.Outputs];
            for (int o = 0; o < y.Length; o++)
            {
                y[o] = parameters[(layer.Inputs * layer.Outputs) + o];
                for (int i = 0; i < x.Length; i++)
                    y[o] += parameters[(o * layer.Inputs) + i] * x[i];
                y[o] = Activate(layer.Activation, y[o]);
            }

            parameters = parameters[layer.ParameterCount..];
            x = y;
        }

        return x;
    }

    private static double Activate(Activation activation, double x) => activation.Name switch
    {
        "Identity" => x,
        "ReLU" => Math.Max(x, 0),
        "Tanh" => Math.Tanh(x),
        "SiLU" => x / (1 + Math.Exp(-x)),
        _ => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
    };
}
