namespace GpuAc.Training.Comparison;

/// <summary>Mean and standard deviation (divided by N) of a number over seeds.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
public readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>Of some values; NaN when there are none.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
            return new Spread(double.NaN, double.NaN);
        double mean = all.Average();
        return new Spread(mean, Math.Sqrt(all.Average(value => (value - mean) * (value - mean))));
    }
}
