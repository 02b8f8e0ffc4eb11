using GpuAc.Export;

namespace GpuAc.Cli.Scoring;

/// <summary>What a policy makes of some rows; reused from one part of a table to the next.</summary>
/// <param name="policy">The policy; stays the caller's.</param>
/// <param name="columns">What is asked of it.</param>
internal sealed class PredictionRows(OnnxPolicy policy, PredictionColumns columns)
{
    private float[] actions = [];
    private float[] values = [];
    private float[] distribution = [];
    private float[] logStds = [];
    private long[] numbers = [];

    /// <summary>Rows.</summary>
    internal int Count { get; private set; }

    /// <summary>Numbers of the rows in the table.</summary>
    internal ReadOnlyMemory<long> Numbers => numbers.AsMemory(0, Count);

    /// <summary>[count, action components].</summary>
    internal ReadOnlySpan<float> Actions => actions.AsSpan(0, Count * policy.ActionComponents);

    /// <summary>[count], where they are asked for.</summary>
    internal ReadOnlySpan<float> Values => values.AsSpan(0, columns.HasValue ? Count : 0);

    /// <summary>[count, actor outputs], where it is asked for: probabilities, or means.</summary>
    internal ReadOnlySpan<float> Distribution => distribution.AsSpan(0, columns.HasDistribution ? Count * policy.ActorOutputs : 0);

    /// <summary>[count, actor outputs], where they are asked for: standard deviations.</summary>
    internal ReadOnlySpan<float> Deviations => logStds.AsSpan(0, columns.HasDeviation ? Count * policy.ActorOutputs : 0);

    /// <summary>Scores rows.</summary>
    internal void Score(ObservationRows rows)
    {
        Count = rows.Count;
        if (numbers.Length < Count)
        {
            numbers = new long[Count];
            actions = new float[Count * policy.ActionComponents];
            values = new float[columns.HasValue ? Count : 0];
            distribution = new float[columns.HasDistribution ? Count * policy.ActorOutputs : 0];
            logStds = new float[columns.HasDeviation ? Count * policy.ActorOutputs : 0];
        }

        rows.Numbers.CopyTo(numbers);
        Span<float> chosen = actions.AsSpan(0, Count * policy.ActionComponents);
        if (!columns.HasValue && !columns.HasDistribution)
        {
            policy.Act(rows.Observations, chosen);
            return;
        }

        Span<float> outputs = distribution.AsSpan(0, Distribution.Length);
        Span<float> spreads = logStds.AsSpan(0, Deviations.Length);
        policy.Forward(rows.Observations, chosen, values.AsSpan(0, Values.Length), outputs, spreads);
        if (columns.IsDiscrete)
        {
            for (int row = 0; row < outputs.Length; row += policy.ActorOutputs)
                ToProbabilities(outputs.Slice(row, policy.ActorOutputs));
        }

        foreach (ref float spread in spreads)
            spread = MathF.Exp(spread);
    }

    // Relative to the best logit, so that none overflows.
    private static void ToProbabilities(Span<float> logits)
    {
        float best = float.NegativeInfinity, sum = 0;
        foreach (float logit in logits)
            best = Math.Max(best, logit);
        foreach (ref float logit in logits)
            sum += logit = MathF.Exp(logit - best);
        foreach (ref float probability in logits)
            probability /= sum;
    }
}
