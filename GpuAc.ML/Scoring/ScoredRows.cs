using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.ML.Scoring;

/// <summary>Room for some rows' observations and for what the policy makes of them, and getters that read it. Serves one thread.</summary>
internal sealed class ScoredRows
{
    private readonly OnnxPolicy policy;
    private readonly ReadOnlyMemory<char>[] names;
    private readonly float[] observations;
    private readonly float[] actions;
    private readonly float[] values;
    private readonly float[] distribution;
    private readonly float[] logStds;
    private bool needsAll;

    /// <summary>Allocates.</summary>
    /// <param name="policy">The policy; stays the caller's.</param>
    /// <param name="capacity">Most rows.</param>
    internal ScoredRows(OnnxPolicy policy, int capacity)
    {
        this.policy = policy;
        names = [.. policy.Metadata.ActionNames.Select(name => name.AsMemory())];
        observations = new float[capacity * policy.ObservationSize];
        actions = new float[capacity * policy.ActionComponents];
        values = new float[policy.HasValue ? capacity : 0];
        distribution = new float[capacity * policy.ActorOutputs];
        logStds = new float[policy.HasLogStd ? capacity * policy.ActorOutputs : 0];
    }

    /// <summary>The row that getters read.</summary>
    internal int Current { get; set; }

    /// <summary>Called by every getter first, to have the row computed where that has not been done.</summary>
    internal Action? Refresh { get; init; }

    /// <summary>Where the observation of a row goes.</summary>
    internal Span<float> Observation(int row) => observations.AsSpan(row * policy.ObservationSize, policy.ObservationSize);

    /// <summary>Scores the first rows. Where actions are all that is required, the critic does not run.</summary>
    internal void Score(int rows)
    {
        ReadOnlySpan<float> input = observations.AsSpan(0, rows * policy.ObservationSize);
        Span<float> chosen = actions.AsSpan(0, rows * policy.ActionComponents);
        if (!needsAll)
        {
            policy.Act(input, chosen);
            return;
        }

        int outputs = rows * policy.ActorOutputs;
        policy.Forward(
            input, chosen, values.AsSpan(0, Math.Min(rows, values.Length)), distribution.AsSpan(0, outputs),
            logStds.AsSpan(0, Math.Min(outputs, logStds.Length)));
    }

    /// <summary>Has an output computed from the next scoring on.</summary>
    internal void Require(PolicyOutput output) => needsAll |= output is not (PolicyOutput.Action or PolicyOutput.ActionName);

    /// <summary>A getter of a column that is added, and that was required.</summary>
    internal Delegate Getter(PolicyOutput output)
    {
        return output switch
        {
            PolicyOutput.Action when policy.Metadata.IsDiscrete => (ValueGetter<long>)GetIndex,
            PolicyOutput.Action => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => GetVector(ref value, actions)),
            PolicyOutput.ActionName => (ValueGetter<ReadOnlyMemory<char>>)GetName,
            PolicyOutput.Value => (ValueGetter<float>)GetValue,
            PolicyOutput.Probabilities => (ValueGetter<VBuffer<float>>)GetProbabilities,
            PolicyOutput.Mean => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => GetVector(ref value, distribution)),
            PolicyOutput.StandardDeviation => (ValueGetter<VBuffer<float>>)GetStandardDeviation,
            _ => throw KnownValues.Unknown(output),
        };
    }

    private void GetIndex(ref long value)
    {
        Refresh?.Invoke();
        value = (long)actions[Current];
    }

    private void GetName(ref ReadOnlyMemory<char> value)
    {
        Refresh?.Invoke();
        value = names[(int)actions[Current]];
    }

    private void GetValue(ref float value)
    {
        Refresh?.Invoke();
        value = values[Current];
    }

    private void GetVector(ref VBuffer<float> value, float[] from)
    {
        Refresh?.Invoke();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, policy.ActorOutputs);
        from.AsSpan(Current * policy.ActorOutputs, policy.ActorOutputs).CopyTo(editor.Values);
        value = editor.Commit();
    }

    // Relative to the best logit, so that none overflows.
    private void GetProbabilities(ref VBuffer<float> value)
    {
        Refresh?.Invoke();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, policy.ActorOutputs);
        ReadOnlySpan<float> logits = distribution.AsSpan(Current * policy.ActorOutputs, policy.ActorOutputs);
        float best = float.NegativeInfinity, sum = 0;
        foreach (float logit in logits)
            best = Math.Max(best, logit);
        for (int i = 0; i < logits.Length; i++)
            sum += editor.Values[i] = MathF.Exp(logits[i] - best);
        foreach (ref float probability in editor.Values)
            probability /= sum;
        value = editor.Commit();
    }

    private void GetStandardDeviation(ref VBuffer<float> value)
    {
        Refresh?.Invoke();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, policy.ActorOutputs);
        for (int i = 0; i < editor.Values.Length; i++)
            editor.Values[i] = MathF.Exp(logStds[(Current * policy.ActorOutputs) + i]);
        value = editor.Commit();
    }
}
