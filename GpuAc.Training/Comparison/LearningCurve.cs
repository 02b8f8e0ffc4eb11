namespace GpuAc.Training.Comparison;

/// <summary>
/// Learning curves of several seeds, put on one scale: mean return of training's episodes in equal stretches of environment steps.
/// </summary>
/// <remarks>
/// A run counts from the stretch in which its first episode ended. A stretch in which none of its episodes ended takes its last return, as
/// do stretches after its end.
/// </remarks>
public sealed class LearningCurve
{
    /// <summary>Cuts the runs' steps into stretches.</summary>
    /// <param name="runs">Runs of one recipe, at least one.</param>
    /// <param name="stretches">Number of stretches, at least 1.</param>
    /// <param name="envSteps">Environment steps that they cover, at least 1.</param>
    public LearningCurve(IReadOnlyList<RecipeRun> runs, int stretches, long envSteps)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stretches);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(envSteps);
        double[][] returns = [.. runs.Select(run => Cut(run, stretches, envSteps))];
        Ends = [.. Enumerable.Range(1, stretches).Select(i => envSteps * i / stretches)];
        Means = Over(returns, stretches, values => values.Average());
        Lowest = Over(returns, stretches, values => values.Min());
        Highest = Over(returns, stretches, values => values.Max());
    }

    /// <summary>Environment steps at the end of each stretch.</summary>
    public IReadOnlyList<long> Ends { get; }

    /// <summary>Mean over the runs; NaN before every run's first episode has ended.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The lowest run; NaN as <see cref="Means"/>.</summary>
    public IReadOnlyList<double> Lowest { get; }

    /// <summary>The highest run; NaN as <see cref="Means"/>.</summary>
    public IReadOnlyList<double> Highest { get; }

    private static double[] Over(double[][] returns, int stretches, Func<IEnumerable<double>, double> combine) =>
        [.. Enumerable.Range(0, stretches).Select(i => combine(Known(returns.Select(run => run[i]))))];

    private static IEnumerable<double> Known(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN);

    private static double[] Cut(RecipeRun run, int stretches, long envSteps)
    {
        var sums = new double[stretches];
        var counts = new long[stretches];
        foreach (CurvePoint point in run.Curve)
        {
            int stretch = (int)Math.Min(stretches - 1, (point.EnvSteps - 1) * stretches / envSteps);
            sums[stretch] += point.Episodes * point.MeanReturn;
            counts[stretch] += point.Episodes;
        }

        double last = double.NaN;
        return [.. sums.Select((sum, i) => last = counts[i] > 0 ? sum / counts[i] : last)];
    }
}
