namespace GpuAc.Training.Comparison;

/// <summary>Mean and standard deviation (divided by N) of a number over seeds.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
public readonly record struct MeanAndDeviation(double Mean, double Deviation)
{
    /// <summary>Of some values; NaN when there are none.</summary>
    public static MeanAndDeviation Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
            return new MeanAndDeviation(double.NaN, double.NaN);
        double mean = all.Average();
        return new MeanAndDeviation(mean, Math.Sqrt(all.Average(value => (value - mean) * (value - mean))));
    }
}
