using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Distributions;

/// <summary>
/// Inputs: the parameters, the action, dL/dlogProb, dL/dentropy. Outputs: log-probability, entropy, then the gradient.
/// </summary>
internal readonly struct EvaluateDistribution<TDistribution>(int actionSize) : ILaneProgram
    where TDistribution : struct, IActionDistribution
{
    public int Outputs => 2 + TDistribution.ParameterCount(actionSize);

    public void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        int parameters = TDistribution.ParameterCount(actionSize);
        int components = TDistribution.ActionComponents(actionSize);
        Components<F> action = default;
        for (int i = 0; i < components; i++)
            action[i] = input[parameters + i];

        Components<F> gradient = default;
        TDistribution.Backward(
            ref input, actionSize, ref action, input[parameters + components], input[parameters + components + 1], ref gradient);
        output[0] = TDistribution.LogProb(ref input, actionSize, ref action);
        output[1] = TDistribution.Entropy(ref input, actionSize);
        for (int k = 0; k < parameters; k++)
            output[2 + k] = gradient[k];
    }
}

/// <summary>Inputs: the parameters. Outputs: one draw, keyed by the sample's index as its environment.</summary>
internal readonly struct SampleDistribution<TDistribution>(int actionSize, RandomKey key, ulong step) : ILaneProgram
    where TDistribution : struct, IActionDistribution
{
    public void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F> => TDistribution.Sample(ref input, actionSize, key, firstSample, step, ref output);
}

/// <summary>Inputs: the parameters. Outputs: the mode.</summary>
internal readonly struct ModeOfDistribution<TDistribution>(int actionSize) : ILaneProgram
    where TDistribution : struct, IActionDistribution
{
    public void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F> => TDistribution.Mode(ref input, actionSize, ref output);
}

/// <summary>Inputs: the action, the low bounds, the high bounds. Outputs: what the environment receives.</summary>
internal readonly struct ToEnvironment<TDistribution>(int actionSize) : ILaneProgram
    where TDistribution : struct, IActionDistribution
{
    public void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        Components<F> low = default;
        Components<F> high = default;
        for (int i = 0; i < actionSize; i++)
        {
            output[i] = input[i];
            low[i] = input[actionSize + i];
            high[i] = input[2 * actionSize + i];
        }

        TDistribution.ToEnvironment(ref output, actionSize, ref low, ref high);
    }
}
