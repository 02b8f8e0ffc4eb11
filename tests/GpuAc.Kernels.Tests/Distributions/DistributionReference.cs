namespace GpuAc.Kernels.Tests.Distributions;

/// <summary>The distributions in double precision, written from their definitions.</summary>
internal static class DistributionReference
{
    /// <summary>softmax(l).</summary>
    public static double[] Softmax(double[] logits)
    {
        double sum = logits.Sum(l => Math.Exp(l - logits.Max()));
        return [.. logits.Select(l => Math.Exp(l - logits.Max()) / sum)];
    }

    /// <summary>ln p(a) of the categorical distribution.</summary>
    public static double CategoricalLogProb(double[] logits, int action) =>
        logits[action] - logits.Max() - Math.Log(logits.Sum(l => Math.Exp(l - logits.Max())));

    /// <summary>−Σ p ln p.</summary>
    public static double CategoricalEntropy(double[] logits) => -Softmax(logits).Where(p => p > 0).Sum(p => p * Math.Log(p));

    /// <summary>ln of the normal density, summed over dimensions; means first, log standard deviations after.</summary>
    public static double GaussianLogProb(double[] parameters, double[] action)
    {
        double sum = 0;
        for (int i = 0; i < action.Length; i++)
        {
            double std = Math.Exp(parameters[action.Length + i]);
            double deviation = action[i] - parameters[i];
            sum += -deviation * deviation / (2 * std * std) - Math.Log(std * Math.Sqrt(2 * Math.PI));
        }

        return sum;
    }

    /// <summary>½ ln(2πe σ²), summed over dimensions.</summary>
    public static double GaussianEntropy(double[] parameters) =>
        parameters.Skip(parameters.Length / 2).Sum(logStd => 0.5 * Math.Log(2 * Math.PI * Math.E * Math.Exp(2 * logStd)));

    /// <summary>ln of the density of tanh(u) on (−1, 1): the normal one divided by the Jacobian 1 − tanh² u = 1/cosh² u.</summary>
    public static double SquashedLogProb(double[] parameters, double[] u) =>
        GaussianLogProb(parameters, u) + u.Sum(x => 2 * Math.Log(Math.Cosh(x)));
}
