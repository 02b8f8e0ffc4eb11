using GpuAc.Export.Inference;
using GpuAc.Export.Onnx;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;
using Microsoft.ML.OnnxRuntime;

namespace GpuAc.Export;

/// <summary>
/// Checks that ONNX Runtime computes the trainer's own actions from a file in an engine's form, at batch 1, 7 and 1024: what is
/// deterministic by value, what is sampled by its range.
/// </summary>
internal static class ProfileVerifier
{
    private const int Rows = 1024;
    private const string Report = "This is a fault of GpuAc or of ONNX Runtime; please report it with the policy's snapshot.";

    /// <summary>Compares a file with its source.</summary>
    /// <exception cref="GpuAcException">An output is not what it should be.</exception>
    internal static void Verify(byte[] file, PolicySnapshot source, OnnxProfile profile, ReadOnlySpan<float> observations)
    {
        bool isGodot = IsGodot(profile);
        int size = source.ObservationNames.Length, actions = source.ActionNames.Length;
        float[] input = observations.IsEmpty ? VerificationObservations.Create(source, Rows) : Repeat(observations, Rows * size);
        using CpuPolicy policy = CpuPolicy.Create(source);
        var chosen = new float[Rows * policy.ActionComponents];
        var distribution = new float[Rows * actions];
        policy.Forward(input, chosen, [], distribution);
        string name = $"The policy for {OnnxProfiles.NameOf(profile)}";
        using InferenceSession session = OnnxSession.Create(file, name, new OnnxPolicyOptions()).Session;
        foreach (int batch in (ReadOnlySpan<int>)[1, 7, Rows])
        {
            Dictionary<string, float[]> outputs = Run(session, source, isGodot, input, batch);
            float[] expected = isGodot && source.IsDiscrete ? distribution
                : source.IsDiscrete ? chosen
                : [.. distribution.Select((mean, i) => Scaled(source, mean, i % actions))];
            float[] rounding = [.. Enumerable.Range(0, actions).Select(i => source.IsDiscrete ? 0 : Rounding(source, i))];
            string deterministic = isGodot ? ProfileTensors.Output
                : source.IsDiscrete ? ProfileTensors.DeterministicDiscrete
                : ProfileTensors.DeterministicContinuous;
            Compare(
                name, deterministic, expected, outputs[deterministic],
                source.IsDiscrete && !isGodot ? distribution : null, rounding);
            if (!isGodot)
                CheckSamples(name, outputs[source.IsDiscrete ? ProfileTensors.Discrete : ProfileTensors.Continuous], source);
        }
    }

    // Of the two forms for engines; there is no third.
    private static bool IsGodot(OnnxProfile profile) => profile switch
    {
        OnnxProfile.GodotRl => true,
        OnnxProfile.MlAgents => false,
        OnnxProfile.Onnx => throw new ArgumentOutOfRangeException(nameof(profile), profile, "Not an engine's form; see OnnxVerifier."),
        _ => throw KnownValues.Unknown(profile),
    };

    private static float[] Repeat(ReadOnlySpan<float> values, int length)
    {
        var all = new float[length];
        for (int filled = 0; filled < length; filled += values.Length)
            values[..Math.Min(values.Length, length - filled)].CopyTo(all.AsSpan(filled));
        return all;
    }

    // The action that belongs to a mean: low is −1 and high 1.
    private static float Scaled(PolicySnapshot source, float mean, int dimension)
    {
        (double low, double high) = (source.ActionLow[dimension], source.ActionHigh[dimension]);
        if (source.Distribution.IsSquashed())
            return MathF.Tanh(mean);
        return high > low ? (float)Math.Clamp(((2 * (mean - low)) / (high - low)) - 1, -1, 1) : 0;
    }

    // What the tolerance of an action comes to as a share of its range.
    private static float Rounding(PolicySnapshot source, int dimension)
    {
        (float low, float high) = (source.ActionLow[dimension], source.ActionHigh[dimension]);
        float tolerance = OnnxVerifier.Tolerance * (1 + Math.Max(Math.Abs(low), Math.Abs(high)));
        return source.Distribution.IsSquashed() || high <= low ? 0 : 2 * tolerance / (high - low);
    }

    private static Dictionary<string, float[]> Run(
        InferenceSession session, PolicySnapshot source, bool isGodot, float[] observations, int batch)
    {
        int size = source.ObservationNames.Length, actions = source.ActionNames.Length;
        var inputs = new Dictionary<string, OrtValue>
        {
            [isGodot ? ProfileTensors.Obs : ProfileTensors.Obs0] =
                OrtValue.CreateTensorValueFromMemory(observations[..(batch * size)], [batch, size]),
        };
        if (isGodot)
            inputs.Add(ProfileTensors.StateIns, OrtValue.CreateTensorValueFromMemory(new float[batch], [batch]));
        else if (source.IsDiscrete)
            inputs.Add(ProfileTensors.ActionMasks, OrtValue.CreateTensorValueFromMemory(Ones(batch * actions), [batch, actions]));
        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, inputs, session.OutputNames);
            return session.OutputNames.Zip(results, (name, value) => (name, Values(value))).ToDictionary();
        }
        finally
        {
            foreach (OrtValue input in inputs.Values)
                input.Dispose();
        }
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }

    private static float[] Values(OrtValue value)
    {
        if (value.GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
            return value.GetTensorDataAsSpan<float>().ToArray();
        ReadOnlySpan<long> indices = value.GetTensorDataAsSpan<long>();
        var values = new float[indices.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = indices[i];
        return values;
    }

    // Indices are compared where the best logit leads by more than the tolerance.
    private static void Compare(string name, string output, float[] expected, float[] actual, float[]? logits, float[] rounding)
    {
        int actions = rounding.Length;
        float largest = (logits ?? expected).Max(Math.Abs), tolerance = OnnxVerifier.Tolerance + (OnnxVerifier.Tolerance * largest);
        for (int i = 0; i < actual.Length; i++)
        {
            bool tied = false;
            for (int k = 0; logits != null && k < actions; k++)
                tied |= k != (int)expected[i] && logits[(i * actions) + (int)expected[i]] - logits[(i * actions) + k] <= 2 * tolerance;
            bool same = Math.Abs(actual[i] - expected[i]) <= tolerance + rounding[i % actions];
            if (!same && !tied)
                throw new GpuAcException(
                    $"{name} does not reproduce its source, so no file was written: element {i} of output '{output}' is {actual[i]}, but "
                    + $"should be {expected[i]}. {Report}");
        }
    }

    private static void CheckSamples(string name, float[] samples, PolicySnapshot source)
    {
        (float low, float high) = source.IsDiscrete ? (0, source.ActionNames.Length - 1f) : (-1, 1);
        foreach (float sample in samples)
        {
            if (!(sample >= low && sample <= high))
                throw new GpuAcException(
                    $"{name} samples {sample}, which is not in [{low}, {high}], so no file was written. {Report}");
        }
    }
}
