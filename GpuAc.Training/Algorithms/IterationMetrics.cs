using GpuAc.Kernels.Statistics;

namespace GpuAc.Training.Algorithms;

/// <summary>
/// What one iteration of training (acting, and what was learnt from it) reports: what every algorithm does, and the values of the
/// algorithm's own metrics.
/// </summary>
public readonly record struct IterationMetrics
{
    /// <summary>Metrics without any of an algorithm's own.</summary>
    public IterationMetrics()
    {
    }

    /// <summary>Number of this iteration, from 1.</summary>
    public required long Iteration { get; init; }

    /// <summary>Environment steps so far.</summary>
    public required long EnvSteps { get; init; }

    /// <summary>Episodes that ended in this iteration.</summary>
    public required long Episodes { get; init; }

    /// <summary>Their mean return, unscaled; NaN when none ended.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>Their mean length in steps; NaN when none ended.</summary>
    public required double MeanLength { get; init; }

    /// <summary>Seconds of every phase since training began.</summary>
    public required PhaseTimes Times { get; init; }

    /// <summary>The algorithm's own metrics.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Their values, one each, at most 24; NaN where there is nothing to report. A copy each time: see the indexer.</summary>
    /// <exception cref="GpuAcException">There are more.</exception>
    public IReadOnlyList<double> Values
    {
        get
        {
            MetricValues held = Held;
            return ((ReadOnlySpan<double>)held)[..(Metrics?.Count ?? 0)].ToArray();
        }
        init => Held = MetricValues.Of(value);
    }

    /// <summary>The same in place.</summary>
    internal MetricValues Held { get; init; }

    /// <summary>The value of one of the algorithm's own metrics.</summary>
    /// <param name="name">Its name, such as <c>train/approx_kl</c>.</param>
    /// <exception cref="UnknownNameException">The algorithm has no such metric.</exception>
    public double this[string name]
    {
        get
        {
            for (int i = 0; i < Metrics.Count; i++)
            {
                if (Metrics[i].Name == name)
                    return Held[i];
            }

            throw UnknownNameException.For("metric", name, Metrics.Select(metric => metric.Name));
        }
    }

    /// <summary>The value of one of the algorithm's own metrics.</summary>
    /// <exception cref="UnknownNameException">The algorithm has no such metric.</exception>
    public double this[Metric metric]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(metric);
            return this[metric.Name];
        }
    }
}
