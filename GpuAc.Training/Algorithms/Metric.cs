namespace GpuAc.Training.Algorithms;

/// <summary>A quantity that trainers report every iteration.</summary>
/// <param name="name">Its name as Stable-Baselines3 logs it, or one of that form: <c>train/approx_kl</c>.</param>
/// <param name="meaning">What it is, with its unit, in a line.</param>
public class Metric(string name, string meaning)
{
    /// <summary>Its name as Stable-Baselines3 logs it, or one of that form: <c>train/approx_kl</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What it is, with its unit, in a line.</summary>
    public string Meaning { get; } = meaning;
}

/// <summary>A quantity that is read from what an iteration's phases reported.</summary>
/// <typeparam name="TReport">What they reported.</typeparam>
/// <param name="name">Its name as Stable-Baselines3 logs it, or one of that form: <c>train/approx_kl</c>.</param>
/// <param name="meaning">What it is, with its unit, in a line.</param>
/// <param name="read">Reads it; NaN where there is nothing to report.</param>
public sealed class Metric<TReport>(string name, string meaning, Func<TReport, double> read) : Metric(name, meaning)
{
    /// <summary>Reads it; NaN where there is nothing to report.</summary>
    public double Read(TReport report) => read(report);
}
