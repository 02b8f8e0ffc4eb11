using GpuAc.Kernels.Losses;
using GpuAc.Kernels.Tests.Distributions;
using GpuAc.Kernels.Tests.Losses;
using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Distributions;

namespace GpuAc.Kernels.Tests.Cpu;

/// <summary>The whole loss of a minibatch, from parameters to one number, in double precision.</summary>
internal sealed class LearnReference(LearnCase of, PpoLoss settings, bool isPpo, double advantageShift, double advantageScale)
{
    private readonly ActorCriticReference network = new(of.Network);

    /// <summary>Means over the samples.</summary>
    public sealed record Terms(double Total, double Policy, double Value, double Entropy, double ApproxKl, double ClipFraction);

    public static double LogProb(DistributionKind kind, double[] parameters, double[] action) => kind switch
    {
        DistributionKind.Categorical => DistributionReference.CategoricalLogProb(parameters, (int)action[0]),
        DistributionKind.DiagonalGaussian => DistributionReference.GaussianLogProb(parameters, action),
        _ => DistributionReference.SquashedLogProb(parameters, action),
    };

    public Terms Evaluate(double[] parameters)
    {
        var terms = new double[6];
        foreach (float[] sample in of.Samples)
        {
            LossCase c = At(parameters, sample);
            double policy = isPpo ? LossReference.PpoPolicyLoss(c, settings.ClipRange) : LossReference.A2CPolicyLoss(c);
            double valueRange = isPpo ? settings.ValueClipRange : 0;
            double value = LossReference.ValueLoss(c, valueRange);
            double total = policy + settings.ValueCoefficient * value - settings.EntropyCoefficient * c.Entropy;
            bool clipped = isPpo && Math.Abs(Math.Exp(c.LogProb - c.OldLogProb) - 1) > settings.ClipRange;
            double[] ofSample = [total, policy, value, c.Entropy, LossReference.ApproxKl(c), clipped ? 1 : 0];
            for (int i = 0; i < terms.Length; i++)
                terms[i] += ofSample[i] / of.Samples.Length;
        }

        return new Terms(terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]);
    }

    /// <summary>d(mean loss)/d(every parameter), by finite differences.</summary>
    public double[] Gradient() => FiniteDifference.Gradient(parameters => Evaluate(parameters).Total, [.. of.Parameters]);

    private LossCase At(double[] parameters, float[] sample)
    {
        double[] observation = [.. sample[..LearnCase.Observations]];
        int next = LearnCase.Observations + of.ActionComponents;
        double[] action = [.. sample[LearnCase.Observations..next]];
        double[] distribution = network.Distribution(parameters, observation);
        return new LossCase(
            LogProb: LogProb(of.Distribution, distribution, action),
            OldLogProb: sample[next],
            Entropy: of.Distribution == DistributionKind.Categorical
                ? DistributionReference.CategoricalEntropy(distribution)
                : DistributionReference.GaussianEntropy(distribution),
            Advantage: (sample[next + 2] - advantageShift) * advantageScale,
            Value: network.Forward(parameters, observation).Value,
            OldValue: sample[next + 1],
            Return: sample[next + 3]);
    }
}
