using System.Runtime.CompilerServices;

namespace GpuAc.Training.Algorithms;

/// <summary>The values of an algorithm's own metrics in one iteration, held in place, so that reporting them allocates nothing.</summary>
[InlineArray(Capacity)]
internal struct MetricValues : IEquatable<MetricValues>
{
    /// <summary>Most metrics that an algorithm can have.</summary>
    public const int Capacity = 24;

#pragma warning disable IDE0044, IDE0051 // The field is storage, reached by index.
    private double first;
#pragma warning restore IDE0044, IDE0051

    /// <summary>Takes values.</summary>
    public static MetricValues Of(IReadOnlyList<double> values)
    {
        RequireCapacity(values.Count);
        MetricValues held = default;
        for (int i = 0; i < values.Count; i++)
            held[i] = values[i];
        return held;
    }

    /// <summary>Reads the values of metrics, in their order.</summary>
    public static MetricValues Read<TReport>(IReadOnlyList<Metric<TReport>> metrics, TReport report)
    {
        RequireCapacity(metrics.Count);
        MetricValues held = default;
        for (int i = 0; i < metrics.Count; i++)
            held[i] = metrics[i].Read(report);
        return held;
    }

    /// <inheritdoc/>
    public readonly bool Equals(MetricValues other) => ((ReadOnlySpan<double>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MetricValues other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => this[0].GetHashCode();

    private static void RequireCapacity(int count)
    {
        if (count > Capacity)
            throw new GpuAcException($"An algorithm can have {Capacity} metrics of its own, but reports {count}; leave some out.");
    }
}
