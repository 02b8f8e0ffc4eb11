using GpuAc.Export.Onnx;

namespace GpuAc.Export;

/// <summary>Compares what ONNX Runtime computed with what it should have.</summary>
internal sealed class OutputComparison(PolicyOutputs expected, PolicyOutputs actual)
{
    private readonly float[] valueTolerance = Tolerances(expected.Values, 1);
    private readonly float[] distributionTolerance = Tolerances(expected.Distribution, expected.ActorOutputs);
    private readonly float[] logStdTolerance = Tolerances(expected.LogStds, expected.ActorOutputs);
    private readonly float[] actionTolerance = Tolerances(expected.Actions, expected.Components);

    /// <summary>Largest |difference| so far.</summary>
    internal float MaxDifference { get; private set; }

    /// <summary>Discrete actions that were too close to call in the last comparison.</summary>
    internal int TiedActions { get; private set; }

    /// <summary>Compares all outputs of the first rows.</summary>
    /// <exception cref="GpuAcException">An output differs by more than its tolerance.</exception>
    internal void Compare(int batch)
    {
        Compare(
            batch, expected.Distribution, actual.Distribution, distributionTolerance,
            expected.IsDiscrete ? PolicyTensors.Logits : PolicyTensors.Mean);
        if (expected.Values.Length > 0)
            Compare(batch, expected.Values, actual.Values, valueTolerance, PolicyTensors.Value);
        if (expected.LogStds.Length > 0)
            Compare(batch, expected.LogStds, actual.LogStds, logStdTolerance, PolicyTensors.LogStd);
        CompareActions(batch);
    }

    /// <summary>Compares the actions of the first rows.</summary>
    /// <exception cref="GpuAcException">An action differs by more than its tolerance.</exception>
    internal void CompareActions(int batch)
    {
        if (expected.IsDiscrete)
            CompareIndices(batch);
        else
            Compare(batch, expected.Actions, actual.Actions, actionTolerance, PolicyTensors.Action);
    }

    // One per component: what is relative is relative to the component's largest magnitude.
    private static float[] Tolerances(float[] outputs, int components)
    {
        var tolerances = new float[components];
        for (int i = 0; i < outputs.Length; i++)
            tolerances[i % components] = Math.Max(tolerances[i % components], Math.Abs(outputs[i]));
        for (int i = 0; i < components; i++)
            tolerances[i] = OnnxVerifier.Tolerance + (OnnxVerifier.Tolerance * tolerances[i]);
        return tolerances;
    }

    private void Compare(int batch, float[] wanted, float[] found, float[] tolerances, string name)
    {
        int components = tolerances.Length;
        for (int i = 0; i < batch * components; i++)
        {
            float difference = Math.Abs(found[i] - wanted[i]);
            // Written so that NaN fails.
            if (!(difference <= tolerances[i % components]))
                throw Mismatch(batch, $"output '{name}', component {i % components}, of observation {i / components}", found[i], wanted[i]);
            MaxDifference = Math.Max(MaxDifference, difference);
        }
    }

    private void CompareIndices(int batch)
    {
        TiedActions = 0;
        int outputs = expected.ActorOutputs;
        for (int row = 0; row < batch; row++)
        {
            ReadOnlySpan<float> logits = expected.Distribution.AsSpan(row * outputs, outputs);
            int best = (int)expected.Actions[row];
            bool tied = false;
            for (int i = 0; i < outputs; i++)
                tied |= i != best && logits[best] - logits[i] <= distributionTolerance[i] + distributionTolerance[best];
            if (tied)
                TiedActions++;
            else if (actual.Actions[row] != expected.Actions[row])
                throw Mismatch(batch, $"output '{PolicyTensors.Action}' of observation {row}", actual.Actions[row], expected.Actions[row]);
        }
    }

    private static GpuAcException Mismatch(int batch, string where, float found, float wanted) => new(
        $"The exported policy does not reproduce its source, so no file was written: {where} in a batch of {batch} is {found}, but should "
        + $"be {wanted}. " +
        "This is a fault of GpuAc or of ONNX Runtime; please report it with the policy's snapshot.");
}
