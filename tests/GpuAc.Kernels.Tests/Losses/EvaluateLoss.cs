using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Lanes;

namespace GpuAc.Kernels.Tests.Losses;

/// <summary>
/// Inputs: the fields of <see cref="LossSample{F}"/> in their order. Outputs: the gradient (log-probability, entropy, value), then the
/// terms (policy loss, value loss, approximate KL, clip fraction).
/// </summary>
internal readonly struct EvaluateLoss<TLoss>(TLoss loss) : ILaneProgram
    where TLoss : unmanaged, IPolicyLoss
{
    public const int Outputs = 7;

    public void Run<F>(uint firstSample, ref Components<F> input, ref Components<F> output)
        where F : struct, IFloatLane<F>
    {
        var sample = new LossSample<F>
        {
            LogProb = input[0],
            OldLogProb = input[1],
            Entropy = input[2],
            Advantage = input[3],
            Value = input[4],
            OldValue = input[5],
            Return = input[6],
        };
        loss.Evaluate(sample, out LossGradient<F> gradient, out LossTerms<F> terms);
        output[0] = gradient.LogProb;
        output[1] = gradient.Entropy;
        output[2] = gradient.Value;
        output[3] = terms.PolicyLoss;
        output[4] = terms.ValueLoss;
        output[5] = terms.ApproxKl;
        output[6] = terms.ClipFraction;
    }
}
