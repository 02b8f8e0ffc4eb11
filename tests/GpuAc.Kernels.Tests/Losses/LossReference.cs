using GpuAc.Kernels.Losses;

namespace GpuAc.Kernels.Tests.Losses;

/// <summary>One sample of a policy loss in double precision.</summary>
internal sealed record LossCase(
    double LogProb, double OldLogProb, double Entropy, double Advantage, double Value, double OldValue, double Return)
{
    /// <summary>The fields in the order of <see cref="EvaluateLoss{TLoss}"/>'s inputs.</summary>
    public float[] ToSample() =>
        [(float)LogProb, (float)OldLogProb, (float)Entropy, (float)Advantage, (float)Value, (float)OldValue, (float)Return];

    /// <summary>The case that a float32 sample stands for.</summary>
    public static LossCase From(float[] sample) => new(sample[0], sample[1], sample[2], sample[3], sample[4], sample[5], sample[6]);
}

/// <summary>The losses in double precision, from the papers' equations.</summary>
internal static class LossReference
{
    public static double A2CPolicyLoss(LossCase c) => -c.LogProb * c.Advantage;

    /// <summary>Schulman et al., arXiv:1707.06347, equation 7, negated.</summary>
    public static double PpoPolicyLoss(LossCase c, double clipRange)
    {
        double ratio = Math.Exp(c.LogProb - c.OldLogProb);
        return -Math.Min(ratio * c.Advantage, Math.Clamp(ratio, 1 - clipRange, 1 + clipRange) * c.Advantage);
    }

    /// <summary>½ (V − R)², or with a range above 0 half of the larger of it and that of the clipped value.</summary>
    public static double ValueLoss(LossCase c, double range)
    {
        double plain = Math.Pow(c.Value - c.Return, 2);
        if (range == 0)
            return plain / 2;
        double clipped = c.OldValue + Math.Clamp(c.Value - c.OldValue, -range, range);
        return Math.Max(plain, Math.Pow(clipped - c.Return, 2)) / 2;
    }

    /// <summary>r − 1 − ln r, by its power series where the difference would cancel.</summary>
    public static double ApproxKl(LossCase c)
    {
        double x = c.LogProb - c.OldLogProb;
        return Math.Abs(x) > 1e-3 ? Math.Exp(x) - 1 - x : x * x / 2 * (1 + x / 3 + x * x / 12);
    }

    public static double Total(double policyLoss, LossCase c, PpoLoss settings) =>
        policyLoss + settings.ValueCoefficient * ValueLoss(c, settings.ValueClipRange) - settings.EntropyCoefficient * c.Entropy;
}
