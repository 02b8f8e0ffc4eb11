using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Export;

/// <summary>Checks that ONNX Runtime reproduces a policy's own forward pass: every output, at batch 1, 7 and 1024.</summary>
public static class OnnxVerifier
{
    /// <summary>Absolute and relative tolerance: |difference| ≤ 1e-5 + 1e-5·|x|.</summary>
    public const float Tolerance = 1e-5f;

    private const int Rows = 1024;

    /// <summary>Compares an exported policy with its source.</summary>
    /// <param name="exported">The policy as ONNX Runtime runs it.</param>
    /// <param name="source">What was exported.</param>
    /// <param name="observations">[count, observation], recorded in training; the first 1024 are used, fewer are repeated. When empty, made
    /// up.</param>
    /// <exception cref="GpuAcException">An output differs by more than the tolerance.</exception>
    /// <exception cref="ArgumentException">The length of <paramref name="observations"/> is no multiple of an observation's.</exception>
    /// <remarks>
    /// x is the largest magnitude that the output takes over the observations: where large terms cancel, float32 itself cannot hold a
    /// tolerance relative to their small sum. Discrete actions are compared where the best logit leads by more than the tolerance.
    /// </remarks>
    public static ExportVerification Verify(OnnxPolicy exported, PolicySnapshot source, ReadOnlySpan<float> observations = default)
    {
        ArgumentNullException.ThrowIfNull(exported);
        ArgumentNullException.ThrowIfNull(source);
        int size = source.ObservationNames.Length;
        if (observations.Length % size != 0)
            throw new ArgumentException(
                $"'observations' must hold a multiple of {size} values, but holds {observations.Length}.", nameof(observations));
        if (observations.IsEmpty)
            observations = VerificationObservations.Create(source, Rows);

        var input = new float[Rows * size];
        for (int filled = 0; filled < input.Length;)
        {
            int length = Math.Min(observations.Length, input.Length - filled);
            observations[..length].CopyTo(input.AsSpan(filled));
            filled += length;
        }

        using CpuPolicy policy = CpuPolicy.Create(source);
        var expected = new PolicyOutputs(source, Rows);
        policy.Forward(input, expected.Actions, expected.Values, expected.Distribution, expected.LogStds);
        var actual = new PolicyOutputs(source, Rows);
        var comparison = new OutputComparison(expected, actual);
        foreach (int batch in (ReadOnlySpan<int>)[1, 7, Rows])
        {
            actual.Fill(float.NaN);
            exported.Forward(
                input.AsSpan(0, batch * size),
                actual.Actions.AsSpan(0, batch * actual.Components),
                actual.Values.AsSpan(0, Math.Min(batch, actual.Values.Length)),
                actual.Distribution.AsSpan(0, batch * actual.ActorOutputs),
                actual.LogStds.AsSpan(0, Math.Min(batch * actual.ActorOutputs, actual.LogStds.Length)));
            comparison.Compare(batch);
            exported.Act(input.AsSpan(0, batch * size), actual.Actions.AsSpan(0, batch * actual.Components));
            comparison.CompareActions(batch);
        }

        return new ExportVerification(Math.Min(observations.Length / size, Rows), comparison.MaxDifference, comparison.TiedActions);
    }
}
